using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_wrapper_subclass(cls, dtype, size, stride, storage_offset, layout, device, requires_grad)</c>: a tensor
/// whose data are in attributes that its class knows; here a shape without data.</summary>
internal sealed class RebuildWrapperSubclass() : RebuildFunction("torch._utils", "_rebuild_wrapper_subclass")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(8, 8);
        if (arguments[0].RawReference is not PyGlobal { Meaning: LegacyTensor or Parameter } && !arguments.Context.KeepsObjects) throw arguments.Wrong(0, "a tensor class");
        if (arguments[5].RawReference is not PyConstant { TypeName: PyConstant.LayoutName }) throw arguments.Wrong(5, "a torch.layout");
        if (arguments[6].RawReference is not PyConstant { TypeName: PyConstant.DeviceName } device) throw arguments.Wrong(6, "a torch.device");
        TensorInfo tensor = DatalessTensor.Make(arguments, arguments.DType(1), arguments.Numbers(2), arguments.Numbers(3), arguments.Int64(4), 7);
        return new PyValue(new PyTensor(tensor with { Device = device.Text }));
    }
}
