using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_qtensor(storage, storage_offset, size, stride, quantizer_params, requires_grad, backward_hooks)</c>.</summary>
internal sealed class RebuildQTensor() : RebuildFunction("torch._utils", "_rebuild_qtensor")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(7, 7);
        TensorInfo tensor = TensorBuilder.Strided(arguments);
        if (!tensor.DType.IsQuantized) throw Throw.BadQuantization($"_rebuild_qtensor is called for a tensor of {tensor.DType}, which is not quantized", arguments.At);
        arguments.RequiresGrad(5, tensor.DType);
        arguments.Hooks(6);
        return new PyValue(new PyTensor(tensor with { Quantization = QuantizerParameters.Read(arguments, 4, tensor) }));
    }
}
