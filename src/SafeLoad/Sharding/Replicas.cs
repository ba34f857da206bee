using SafeLoad.Diagnostics;
using SafeLoad.Tensors;

namespace SafeLoad.Sharding;

/// <summary>A tensor that several files have a copy of.</summary>
internal static class Replicas
{
    /// <summary>The tensor, whose bytes are compared with the other files' as they are read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="copies">The copies, at least one, of one dtype and shape, each with the file that it is in.</param>
    /// <param name="at">What an error names.</param>
    /// <exception cref="UnsupportedCheckpointException">They are written in ways that cannot be compared byte by byte.</exception>
    public static TensorInfo Of(string name, IReadOnlyList<(string File, TensorInfo Tensor)> copies, CheckpointLocation at)
    {
        TensorInfo first = copies[0].Tensor;
        if (copies.Count == 1 || first.ElementCount == 0) return first;
        if (copies.Any(copy => copy.Tensor.Storage!.IsBigEndian != first.Storage!.IsBigEndian
            || copy.Tensor.IsConjugate != first.IsConjugate || copy.Tensor.IsNegative != first.IsNegative))
            throw Problems.UnsupportedDcp(name, "has copies of different byte orders, or conjugated ones", at);
        var source = new ReplicaByteSource(name, [.. copies.Select(static copy => copy.File)],
            [.. copies.Select(copy => ElementsOf(name, copy.Tensor, at))], at);
        var storage = new StorageInfo(name, first.DType, first.Device, source.Length, source, first.Storage!.IsBigEndian);
        return new TensorInfo(first.DType, first.ShapeArray, TensorBounds.ContiguousStrides(first.ShapeArray), 0, storage)
        {
            IsConjugate = first.IsConjugate, IsNegative = first.IsNegative, IsParameter = first.IsParameter,
            RequiresGrad = first.RequiresGrad,
        };
    }

    private static ByteSource ElementsOf(string name, TensorInfo tensor, CheckpointLocation at)
    {
        if (tensor.IsContiguous)
            return new StorageSource(tensor.Storage!, tensor.StorageOffset * tensor.DType.ItemSize, tensor.ByteLength);
        Chunk[] all = [new Chunk(new long[tensor.ShapeArray.Length], tensor.ShapeArray)];
        return new JoinedByteSource(tensor.ShapeArray, tensor.DType.ItemSize, ChunkTree.Build(name, tensor.ShapeArray, all, at),
            [new JoinedPart(all[0], tensor, tensor.ShapeArray)]);
    }
}
