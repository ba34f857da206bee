namespace SafeLoad.Tensors;

/// <summary>How a tensor is spread over several processes (DTensor).</summary>
/// <param name="Mesh">The sizes of the mesh of processes; null where the file does not say.</param>
/// <param name="Placements">What each dimension of the mesh does.</param>
internal sealed record SpreadInfo(long[]? Mesh, SpreadPlacement[] Placements)
{
    /// <summary>The place in the mesh of the process that wrote the file; null where the file does not say, or it has none.</summary>
    public long[]? Coordinate { get; init; }

    /// <summary>The dimensions of the mesh that cut, in the order in which they did, as the file says it; null where it does not.</summary>
    public int[]? Order { get; init; }

    /// <summary>Where this file's piece begins in the whole; null where the file does not say, or the piece is in several runs.</summary>
    public long[]? Offset { get; init; }

    /// <summary>Whether the whole is what the processes' numbers are to be reduced to.</summary>
    public bool IsPartial => Array.Exists(Placements, static placement => placement.Kind == SpreadKind.Partial);

    /// <summary>A tensor's dimension that a dimension of the mesh cuts: ceil(n/m) elements for each process, the last ones less or
    /// none.</summary>
    /// <param name="start">Where the part that is cut begins, and where the process's own begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="process">Which process of <paramref name="processes"/>.</param>
    /// <param name="processes">How many there are, at least one.</param>
    /// <remarks>torch/distributed/tensor/placement_types.py, <c>Shard.local_shard_size_and_offset</c>.</remarks>
    public static void Cut(ref long start, ref long length, long process, long processes)
    {
        long each = length == 0 ? 0 : (length - 1) / processes + 1;
        // Not the product first: both can be as large as they go.
        long before = each == 0 || process > length / each ? length : process * each;
        start += before;
        length = Math.Min(each, length - before);
    }
}
