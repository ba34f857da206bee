using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch.serialization._get_layout(name)</c>.</summary>
internal sealed class GetLayout() : RebuildFunction("torch.serialization", "_get_layout")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 1);
        string name = arguments.Text(0);
        // Of the last two no tensor can be rebuilt; as values they are names like the others.
        if (TensorLayoutNames.Parse(name) is null && name is not ("torch.jagged" or "torch._mkldnn")) throw arguments.Bad($"'{Printable.Escape(name)}', which is no layout");
        return new PyValue(new PyConstant(PyConstant.LayoutName, name));
    }
}
