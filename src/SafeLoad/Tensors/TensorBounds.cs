using SafeLoad.Diagnostics;

namespace SafeLoad.Tensors;

/// <summary>
/// The one proof that a view stays inside its storage. Everything that reads elements relies on it.
/// </summary>
/// <remarks>at::native::checkInBoundsForStorage; PyTorch leaves it out for some kinds of tensors (short records before 2.10,
/// quantized strides), SafeLoad for none.</remarks>
internal static class TensorBounds
{
    /// <summary>The number of elements of a shape.</summary>
    /// <exception cref="MalformedCheckpointException">A size is negative, or the product passes 63 bits.</exception>
    public static long ElementCount(ReadOnlySpan<long> shape, CheckpointLocation at)
    {
        bool empty = false;
        foreach (long size in shape)
        {
            if (size < 0) throw Problems.BadShape($"a size of {size}", shape, at);
            empty |= size == 0;
        }
        if (empty) return 0;
        long count = 1;
        foreach (long size in shape)
        {
            if (Math.BigMul(count, size, out count) != 0 || count < 0) throw Problems.BadShape("more than 2^63 elements", shape, at);
        }
        return count;
    }

    /// <summary>Proves that every element of a view lies in a storage of <paramref name="storageElements"/> elements.</summary>
    /// <exception cref="MalformedCheckpointException">It does not, or the numbers make no view.</exception>
    public static void Check(
        ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, long offset, long storageElements, int itemSize, CheckpointLocation at)
    {
        if (shape.Length != strides.Length) throw Problems.BadShape($"{strides.Length} strides", shape, at);
        if (offset < 0) throw Problems.BadShape($"a storage offset of {offset}", shape, at);
        foreach (long stride in strides)
        {
            if (stride < 0) throw Problems.BadShape($"a stride of {stride}", shape, at);
        }
        long count = ElementCount(shape, at);
        if (count > long.MaxValue / itemSize) throw Problems.BadShape("more than 2^63 bytes", shape, at);
        // An empty view touches nothing; PyTorch ignores its offset, and so do we.
        if (count == 0) return;

        // The last element's index, in 64 bits with the carry looked at: 128-bit numbers are not compiled ahead of time.
        ulong last = (ulong)offset;
        for (int i = 0; i < shape.Length; i++)
        {
            ulong high = Math.BigMul((ulong)(shape[i] - 1), (ulong)strides[i], out ulong low);
            last = high != 0 || low > ulong.MaxValue - last ? ulong.MaxValue : last + low;
        }
        if (last >= (ulong)storageElements) throw Problems.ViewOutsideStorage(last, storageElements, shape, strides, offset, at);
    }

    /// <summary>The strides of a dense tensor of a shape, last dimension first.</summary>
    public static long[] ContiguousStrides(ReadOnlySpan<long> shape)
    {
        var strides = new long[shape.Length];
        long stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride = unchecked(stride * Math.Max(shape[i], 1));
        }
        return strides;
    }
}
