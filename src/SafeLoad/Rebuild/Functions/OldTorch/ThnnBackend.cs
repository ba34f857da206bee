using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch.nn.backends.thnn._get_thnn_function_backend()</c>: the <c>_backend</c> attribute of modules up to PyTorch 0.4. A constant without meaning.</summary>
internal sealed class ThnnBackend() : RebuildFunction("torch.nn.backends.thnn", "_get_thnn_function_backend")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        return new PyValue(new PyRecord("torch.nn.backends.thnn", "<THNN backend>"));
    }
}
