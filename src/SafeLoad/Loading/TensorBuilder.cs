using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>Makes strided tensors out of a storage; the only way to one, so that every view is proven.</summary>
internal static class TensorBuilder
{
    public static TensorInfo Strided(
        in RebuildArguments arguments, DType dtype, StorageInfo storage, long offset, long[] shape, long[] strides)
    {
        long elements = dtype.ValuesPerByte > 1 ? storage.ByteLength * dtype.ValuesPerByte : storage.ByteLength / dtype.ItemSize;
        TensorBounds.Check(shape, strides, offset, elements, dtype.ItemSize, arguments.At);
        return new TensorInfo(dtype, shape, strides, offset, storage);
    }

    /// <summary>The first four arguments of the rebuild functions: storage, storage offset, size, stride.</summary>
    public static TensorInfo Strided(in RebuildArguments arguments, DType? dtype = null)
    {
        PyStorage storage = arguments.Storage(0);
        return Strided(arguments, dtype ?? storage.DType, storage.Info, arguments.Int64(1), arguments.Numbers(2), arguments.Numbers(3));
    }

    /// <summary>The metadata of <c>_rebuild_tensor_v2</c> and <c>_v3</c>: the conj and neg bits.</summary>
    public static TensorInfo WithMetadata(in RebuildArguments arguments, int index, TensorInfo tensor)
    {
        PyValue metadata = arguments[index];
        if (metadata.IsNone) return tensor;
        if (metadata.RawReference is not PyDict entries) throw arguments.Wrong(index, "a dict of metadata");
        bool conjugate = false, negative = false;
        foreach (var (key, value) in entries)
        {
            if (!key.Is(PyKind.Str) || !value.Is(PyKind.Bool)) throw arguments.Bad("metadata that are not names with bools");
            if (key.AsBytes().SequenceEqual("conj"u8)) conjugate = value.AsBool();
            else if (key.AsBytes().SequenceEqual("neg"u8)) negative = value.AsBool();
            else throw arguments.Bad($"metadata {key}; conj and neg exist");
        }
        if (conjugate && !tensor.DType.IsComplex) throw arguments.Bad($"a conj bit on a tensor of {tensor.DType}");
        if (negative && !tensor.DType.IsComplex && !tensor.DType.IsFloatingPoint)
            throw arguments.Bad($"a neg bit on a tensor of {tensor.DType}");
        return tensor with { IsConjugate = conjugate, IsNegative = negative };
    }
}
