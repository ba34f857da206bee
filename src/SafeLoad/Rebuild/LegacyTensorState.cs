using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>The state with which PyTorch 0.1 to 0.3 fills a tensor: (storage, storage offset, size, stride).</summary>
internal static class LegacyTensorState
{
    public static TensorInfo Read(LoadContext context, DType dtype, PyValue state, CheckpointLocation at)
    {
        if (!state.Is(PyKind.Tuple)) throw Throw.BadOperand("a tuple of storage, offset, size and stride", state, at);
        var arguments = new RebuildArguments(context, LegacyTensor.SetState, (PyTuple)state.RawReference!, at);
        arguments.Expect(4, 4);
        PyStorage storage = arguments.Storage(0);
        if (storage.DType != dtype) throw arguments.Bad($"a storage of {storage.DType} for a tensor of {dtype}");
        return TensorBuilder.Strided(arguments, dtype, storage.Info, arguments.Int64(1), arguments.Numbers(2), arguments.Numbers(3));
    }
}
