using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_meta_tensor_no_storage(dtype, size, stride, requires_grad)</c>: a shape without data.</summary>
internal sealed class RebuildMetaTensor() : RebuildFunction("torch._utils", "_rebuild_meta_tensor_no_storage")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        return new PyValue(new PyTensor(DatalessTensor.Make(arguments, arguments.DType(0), arguments.Numbers(1), arguments.Numbers(2), 0, 3)));
    }
}
