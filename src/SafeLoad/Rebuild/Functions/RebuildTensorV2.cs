using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks, metadata=None)</c>.</summary>
internal sealed class RebuildTensorV2() : RebuildFunction("torch._utils", "_rebuild_tensor_v2")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(6, 7);
        TensorInfo tensor = TensorBuilder.Strided(arguments);
        arguments.Hooks(5);
        if (arguments.RequiresGrad(4, tensor.DType)) tensor = tensor with { RequiresGrad = true };
        return new PyValue(new PyTensor(TensorBuilder.WithMetadata(arguments, 6, tensor)));
    }
}
