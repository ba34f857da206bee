using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_device_tensor_from_cpu_tensor(data, dtype, device, requires_grad)</c>: tensors of backends whose bytes were
/// copied to the CPU for saving (XLA, MAIA …).</summary>
internal sealed class RebuildDeviceTensor() : RebuildFunction("torch._utils", "_rebuild_device_tensor_from_cpu_tensor")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        TensorInfo data = arguments.Tensor(0).Info;
        DType dtype = arguments.DType(1);
        if (dtype != data.DType) throw Throw.UnsupportedTensor($"a tensor of {dtype} saved as {data.DType} is not supported", arguments.At);
        string device = arguments[2].RawReference is PyConstant { TypeName: PyConstant.DeviceName } constant ? constant.Text : arguments.Text(2);
        return new PyValue(new PyTensor(data with { Device = device, RequiresGrad = arguments.RequiresGrad(3, dtype) }));
    }
}
