using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_tensor_v3(storage, storage_offset, size, stride, requires_grad, backward_hooks, dtype, metadata=None)</c>:
/// dtypes without a storage class. The storage is untyped; offset, size and stride count elements of the dtype.</summary>
internal sealed class RebuildTensorV3() : RebuildFunction("torch._utils", "_rebuild_tensor_v3")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(7, 8);
        DType dtype = arguments.DType(6);
        if (dtype.IsQuantized) throw arguments.Bad($"dtype {dtype}, which needs quantization parameters");
        TensorInfo tensor = TensorBuilder.Strided(arguments, dtype);
        arguments.Hooks(5);
        if (arguments.RequiresGrad(4, dtype)) tensor = tensor with { RequiresGrad = true };
        return new PyValue(new PyTensor(TensorBuilder.WithMetadata(arguments, 7, tensor)));
    }
}
