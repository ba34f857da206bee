using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Tensors;

namespace SafeLoad.Sharding;

/// <summary>A tensor that is read from the blocks that it was saved in, as it is asked for.</summary>
internal static class JoinedTensor
{
    /// <summary>Joins blocks that were proven to fill the tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="whole">Its dtype and shape.</param>
    /// <param name="chunks">Where the blocks lie.</param>
    /// <param name="blocks">The blocks, each of the shape that <paramref name="chunks"/> says.</param>
    /// <param name="tree">The proof; null for a tensor without elements, which is made of nothing.</param>
    /// <param name="at">What an error names.</param>
    /// <exception cref="UnsupportedCheckpointException">The blocks' bytes cannot be put beside each other as they are.</exception>
    public static TensorInfo Of(string name, (DType DType, long[] Size) whole, IReadOnlyList<Chunk> chunks, TensorInfo[] blocks,
        ChunkTree? tree, CheckpointLocation at)
    {
        var (dtype, size) = whole;
        if (tree is null) return Whole(new StorageInfo(name, dtype, "cpu", 0, new MemoryByteSource(default)));
        // One block that is the tensor, as it was saved.
        if (blocks.Length == 1) return blocks[0];
        bool isBigEndian = blocks[0].Storage!.IsBigEndian;
        if (!Array.TrueForAll(blocks, block => block.Storage!.IsBigEndian == isBigEndian && !block.IsConjugate && !block.IsNegative))
            throw Problems.UnsupportedDcp(name, "has chunks of different byte orders, or conjugated ones", at);
        var parts = new JoinedPart[blocks.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = new JoinedPart(chunks[i], blocks[i], size);
        var joined = new JoinedByteSource(size, dtype.ItemSize, tree, parts);
        return Whole(new StorageInfo(name, dtype, "cpu", joined.Length, joined, isBigEndian));

        TensorInfo Whole(StorageInfo storage) => new(dtype, size, TensorBounds.ContiguousStrides(size), 0, storage);
    }

    /// <summary>A block of a piece: some rows of some dimensions.</summary>
    /// <param name="piece">A strided tensor.</param>
    /// <param name="starts">Where the block begins in the piece.</param>
    /// <param name="sizes">Its shape, inside of the piece.</param>
    public static TensorInfo Block(TensorInfo piece, ReadOnlySpan<long> starts, long[] sizes)
    {
        if (piece.Shape.SequenceEqual(sizes)) return piece;
        long offset = piece.StorageOffset;
        for (int i = 0; i < sizes.Length; i++) offset += starts[i] * piece.StrideArray[i];
        return new TensorInfo(piece.DType, sizes, piece.StrideArray, offset, piece.Storage)
        { IsConjugate = piece.IsConjugate, IsNegative = piece.IsNegative };
    }
}
