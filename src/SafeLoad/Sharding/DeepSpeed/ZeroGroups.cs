using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Tensors;

namespace SafeLoad.Sharding.DeepSpeed;

/// <summary>The weights that lie one behind the other in flat groups, which are cut over the processes.</summary>
/// <remarks>deepspeed/utils/zero_to_fp32.py. Nothing is copied: each tensor reads where its numbers lie.</remarks>
internal sealed class ZeroGroups(CheckpointLocation at)
{
    /// <summary>The tensors by their names, in order.</summary>
    public Dictionary<string, TensorInfo> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes a group of stages 1 and 2: the processes' parts one behind the other are the parameters one behind the other. Padding
    /// stands at the end.</summary>
    /// <param name="parameters">The group's parameters.</param>
    /// <param name="parts">Each process's part.</param>
    /// <exception cref="MalformedCheckpointException">They are not as many (SL1308).</exception>
    public void AddFlat(IReadOnlyList<ZeroParameter> parameters, ZeroPart[] parts)
    {
        DType dtype = Same(parts, "a group");
        long wanted = Sum(parameters.Select(static parameter => parameter.Count)), found = Sum(parts.Select(static part => part.Count));
        // Groups are aligned to twice the number of processes; the padding may have been stripped.
        if (wanted > found || found - wanted >= 2L * parts.Length)
            throw Differ(parameters, wanted, found);
        var all = new ConcatenatedByteSource(parts.Select(static part => part.Bytes), null);
        long start = 0;
        foreach (ZeroParameter parameter in parameters)
        {
            Add(parameter, dtype, new SliceByteSource(all, start * dtype.ItemSize, parameter.Count * dtype.ItemSize));
            start += parameter.Count;
        }
    }

    /// <summary>Takes the groups of stage 3: each parameter is cut by itself, into as many elements for each process; the last ones'
    /// end is padding.</summary>
    /// <param name="parameters">The parameters of all groups, in order.</param>
    /// <param name="ranks">Each process's groups.</param>
    /// <exception cref="MalformedCheckpointException">They are not as many (SL1308).</exception>
    public void AddCut(IReadOnlyList<ZeroParameter> parameters, ZeroPart[][] ranks)
    {
        DType dtype = Same([.. ranks.SelectMany(static parts => parts)], "the groups");
        long wanted = Sum(parameters.Select(parameter => Each(parameter, ranks.Length)));
        var flat = new ByteSource[ranks.Length];
        for (int i = 0; i < ranks.Length; i++)
        {
            flat[i] = new ConcatenatedByteSource(ranks[i].Select(static part => part.Bytes), null);
            if (flat[i].Length / dtype.ItemSize != wanted) throw Differ(parameters, wanted, flat[i].Length / dtype.ItemSize);
        }
        long start = 0;
        foreach (ZeroParameter parameter in parameters)
        {
            long each = Each(parameter, ranks.Length);
            AddPieces(parameter, dtype,
                [.. flat.Select(source => new SliceByteSource(source, start * dtype.ItemSize, each * dtype.ItemSize))]);
            start += each;
        }
    }

    /// <summary>Takes a parameter of which each process has a flat piece: as many elements for each,
    /// the last ones' end is padding.</summary>
    public void AddPieces(ZeroParameter parameter, ZeroPart[] pieces)
    {
        DType dtype = Same(pieces, Problems.Name(parameter.Name));
        long each = Each(parameter, pieces.Length);
        if (Array.Find(pieces, piece => piece.Count != each) is { DType: not null } odd) throw Differ([parameter], each, odd.Count);
        AddPieces(parameter, dtype, Array.ConvertAll(pieces, static piece => piece.Bytes));
    }

    private void AddPieces(ZeroParameter parameter, DType dtype, ByteSource[] pieces) =>
        Add(parameter, dtype, new SliceByteSource(new ConcatenatedByteSource(pieces, null), 0, parameter.Count * dtype.ItemSize));

    private void Add(ZeroParameter parameter, DType dtype, ByteSource bytes)
    {
        var storage = new StorageInfo(parameter.Name, dtype, "cpu", bytes.Length, bytes);
        var tensor = new TensorInfo(dtype, parameter.Shape, TensorBounds.ContiguousStrides(parameter.Shape), 0, storage);
        if (!Tensors.TryAdd(parameter.Name, tensor))
            throw Problems.ShardConflict($"{Problems.Name(parameter.Name)} has two places in the groups", at);
    }

    private DType Same(ZeroPart[] parts, string what)
    {
        if (parts.Length == 0) throw Problems.ShardConflict($"{what} has no numbers in any file", at);
        DType dtype = parts[0].DType;
        return Array.TrueForAll(parts, part => part.DType == dtype) ? dtype
            : throw Problems.ShardConflict($"{what} has other dtypes in one file than in another", at);
    }

    private MalformedCheckpointException Differ(IReadOnlyList<ZeroParameter> parameters, long wanted, long found)
    {
        string names = ListText.Of(parameters, 3, static parameter => Problems.Name(parameter.Name));
        return Problems.ShardConflict(FormattableString.Invariant($"the shapes of {names} ask for {wanted:N0} numbers of the groups that ")
            + FormattableString.Invariant($"hold them, and there are {found:N0}: some are elsewhere, or were not saved"), at);
    }

    private static long Each(ZeroParameter parameter, int ranks) => parameter.Count == 0 ? 0 : ((parameter.Count - 1) / ranks) + 1;

    // What is as large as it goes is more than any file has.
    private static long Sum(IEnumerable<long> counts)
    {
        long sum = 0;
        foreach (long count in counts) sum = count > long.MaxValue - sum ? long.MaxValue : sum + count;
        return sum;
    }
}
