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
        if (TensorLayoutNames.Parse(name) is null) throw arguments.Bad($"'{Printable.Escape(name)}', which is no layout");
        return new PyValue(new PyConstant(PyConstant.LayoutName, name));
    }
}
