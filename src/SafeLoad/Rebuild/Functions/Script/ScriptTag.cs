using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch.jit._pickle.build_intlist(list)</c> and the like: the type of a list or dict that TorchScript writes. The value is its first argument.</summary>
/// <remarks>torch/jit/_pickle.py.</remarks>
internal sealed class ScriptTag(string name) : RebuildFunction("torch.jit._pickle", name)
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        return arguments[0];
    }
}
