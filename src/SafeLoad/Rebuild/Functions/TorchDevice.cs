using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch.device(type[, index])</c>: a name; no device is touched.</summary>
internal sealed class TorchDevice() : RebuildFunction("torch", "device")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        string text = arguments.Text(0);
        if (arguments.Count == 2 && !arguments[1].IsNone) text = FormattableString.Invariant($"{text}:{arguments.Int64(1)}");
        return new PyValue(new PyConstant(PyConstant.DeviceName, text));
    }
}
