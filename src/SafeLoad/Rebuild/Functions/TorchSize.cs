using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch.Size(sizes)</c>.</summary>
internal sealed class TorchSize() : RebuildFunction("torch", "Size")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        if (arguments.Count == 0) return new PyValue(new PyTuple([], PyKind.Size));
        arguments.Numbers(0);
        return new PyValue(new PyTuple(arguments.Items(0).ToArray(), PyKind.Size));
    }

    public override PyValue NewObject(in RebuildArguments arguments) => Invoke(arguments);
}
