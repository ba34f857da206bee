using SafeLoad.Tensors;

namespace SafeLoad.Sharding;

/// <summary>A block of a tensor with the bytes that it was saved as.</summary>
internal sealed class JoinedPart
{
    // Elements that do not lie in order are read this many at a time.
    private const int MostScattered = 1 << 13;

    private readonly Chunk _chunk;
    private readonly TensorInfo _tensor;
    private readonly int _itemSize;
    private readonly bool _isDense;

    public JoinedPart(Chunk chunk, TensorInfo tensor, ReadOnlySpan<long> size)
    {
        _chunk = chunk;
        _tensor = tensor;
        _itemSize = tensor.DType.ItemSize;
        _isDense = tensor.IsContiguous;
        // Neighbours in the block are neighbours in the tensor as far as the block is as wide as the tensor, and one dimension further.
        RunElements = 1;
        for (int i = size.Length - 1; i >= 0; i--)
        {
            RunElements *= chunk.Sizes[i];
            if (chunk.Sizes[i] != size[i] || !_isDense) break;
        }
    }

    /// <summary>How many elements lie together in the block and in the tensor.</summary>
    public long RunElements { get; }

    /// <summary>The number of an element in the block, in order, by its place in the tensor.</summary>
    public long IndexOf(ReadOnlySpan<long> place)
    {
        long index = 0;
        for (int i = 0; i < place.Length; i++) index = index * _chunk.Sizes[i] + (place[i] - _chunk.Offsets[i]);
        return index;
    }

    /// <summary>Reads bytes of one run, and says how many.</summary>
    /// <param name="index">The element to begin with.</param>
    /// <param name="skip">Bytes of it that are not wanted.</param>
    /// <param name="destination">No longer than what is left of the run.</param>
    public int Read(long index, int skip, Span<byte> destination)
    {
        StorageInfo storage = _tensor.Storage!;
        if (_isDense)
        {
            storage.Read((_tensor.StorageOffset + index) * _itemSize + skip, destination);
            return destination.Length;
        }
        long at = _tensor.StorageOffset, rest = index;
        for (int i = _chunk.Sizes.Length - 1; i >= 0; i--)
        {
            at += rest % _chunk.Sizes[i] * _tensor.StrideArray[i];
            rest /= _chunk.Sizes[i];
        }
        int count = (int)Math.Min(MostScattered, ((long)skip + destination.Length + _itemSize - 1) / _itemSize);
        byte[] elements = new byte[count * _itemSize];
        new TensorReader(storage, [count], [_tensor.StrideArray[^1]], at, _itemSize).Read(elements);
        int read = Math.Min(destination.Length, elements.Length - skip);
        elements.AsSpan(skip, read).CopyTo(destination);
        return read;
    }
}
