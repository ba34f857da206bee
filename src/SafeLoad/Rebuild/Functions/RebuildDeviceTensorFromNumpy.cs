using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_device_tensor_from_numpy(data, dtype, device, requires_grad)</c>. Its data are a NumPy array, whose
/// own globals are not on the list, so that PyTorch's default cannot open such a file either.</summary>
internal sealed class RebuildDeviceTensorFromNumpy() : RebuildFunction("torch._utils", "_rebuild_device_tensor_from_numpy")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        throw arguments.Wrong(0, "a NumPy array");
    }
}
