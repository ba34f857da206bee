using SafeLoad.Diagnostics;
using SafeLoad.Tensors;

namespace SafeLoad.Sharding;

/// <summary>Makes the whole of a tensor's pieces, which are in the files of several processes.</summary>
/// <remarks>torch/distributed/tensor/_api.py, <c>full_tensor</c>. The whole's shape is only believed when the pieces fill it.</remarks>
internal sealed class SpreadJoiner
{
    private readonly string _name;
    private readonly RankPiece[] _pieces;
    private readonly TensorInfo _first;
    private readonly CheckpointLocation _at;

    private SpreadJoiner(string name, RankPiece[] pieces, CheckpointLocation at)
    {
        (_name, _pieces, _first, _at) = (name, pieces, pieces[0].Tensor, at);
    }

    /// <summary>Joins the pieces of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="pieces">What each file has of it, at least one.</param>
    /// <param name="at">What an error names.</param>
    /// <returns>The whole; where only a sum of the processes' numbers would be it, its shape without numbers.</returns>
    /// <exception cref="MalformedCheckpointException">A file is missing (SL1307), or the files contradict each other (SL1308).</exception>
    /// <exception cref="UnsupportedCheckpointException">How they belong together is not written down.</exception>
    public static TensorInfo Join(string name, RankPiece[] pieces, CheckpointLocation at)
    {
        var joiner = new SpreadJoiner(name, pieces, at);
        joiner.CheckAlike();
        return joiner.Join();
    }

    private TensorInfo Join()
    {
        if (_first.Spread is not { } spread)
            return Replicas.Of(_name, [.. _pieces.Select(static piece => (piece.File, piece.Tensor))], _at);
        if (spread.IsPartial) return _first with { Piece = null };
        IReadOnlyList<int[]?> readings = SpreadLayout.Readings(spread);
        if (readings.Count == 0) throw Problems.UnsupportedSpread(_name, "how it was cut is not in the file, or contradicts itself", _at);
        // Processes that are not in the mesh have nothing of it.
        RankPiece[] owners = [.. _pieces.Where(static piece => piece.Tensor.Spread!.Coordinate is not null
            || piece.Local?.ElementCount != 0)];
        if (Array.Find(owners, static piece => piece.Tensor.Spread!.Coordinate is null) is { } lost)
            throw Problems.UnsupportedSpread(_name, $"{Problems.Name(lost.File)} does not say which process of the mesh wrote it", _at);
        if (Array.Find(owners, static piece => !piece.IsPlain) is { } odd)
            throw Problems.UnsupportedSpread(_name, $"its piece in {Problems.Name(odd.File)} is no plain tensor of its dtype", _at);
        RankGrid grid = RankGrid.Of(_name, spread, owners, _at);
        var (chunks, blocks) = Blocks(grid, readings);
        ChunkTree? tree = TensorBounds.ElementCount(_first.ShapeArray, _at) == 0 ? null
            : ChunkTree.Build(_name, _first.ShapeArray, chunks, _at);
        return JoinedTensor.Of(_name, (_first.DType, _first.ShapeArray), chunks, blocks, tree, _at) with
        {
            Spread = null, Piece = null, RequiresGrad = _first.RequiresGrad, IsParameter = _first.IsParameter,
        };
    }

    // Each cell of the grid is one process's, or several that have the same; it lies in as many blocks as its runs make.
    private (List<Chunk> Chunks, TensorInfo[] Blocks) Blocks(RankGrid grid, IReadOnlyList<int[]?> readings)
    {
        ElementRun[][][] runs = Reading(grid, readings);
        var chunks = new List<Chunk>();
        var blocks = new List<TensorInfo>();
        for (int i = 0; i < grid.Cells.Count; i++)
        {
            if (Array.Exists(runs[i], static dimension => dimension.Length == 0)) continue;
            TensorInfo piece = Replicas.Of(_name, [.. grid.Cells[i].Select(static piece => (piece.File, piece.Local!))], _at);
            var next = new int[runs[i].Length];
            do
            {
                long[] offsets = [.. next.Select((run, dimension) => runs[i][dimension][run].Start)];
                long[] sizes = [.. next.Select((run, dimension) => runs[i][dimension][run].Length)];
                long[] starts = [.. next.Select((run, dimension) =>
                    runs[i][dimension].Take(run).Sum(static before => before.Length))];
                chunks.Add(new Chunk(offsets, sizes));
                blocks.Add(JoinedTensor.Block(piece, starts, sizes));
            }
            while (Advance(next, runs[i]));
        }
        return (chunks, [.. blocks]);
    }

    private static bool Advance(int[] next, ElementRun[][] runs)
    {
        for (int i = next.Length - 1; i >= 0; i--)
        {
            if (++next[i] < runs[i].Length) return true;
            next[i] = 0;
        }
        return false;
    }

    // The reading whose lengths all pieces have. Two that put them elsewhere are no answer.
    private ElementRun[][][] Reading(RankGrid grid, IReadOnlyList<int[]?> readings)
    {
        ElementRun[][][]? found = null;
        foreach (int[]? order in readings)
        {
            var runs = new ElementRun[grid.Cells.Count][][];
            bool fits = true;
            for (int i = 0; i < runs.Length && fits; i++)
            {
                ElementRun[][]? cell = SpreadLayout.Of(_first.Spread!, _first.Shape, grid.Cells[i][0].Tensor.Spread!.Coordinate, order);
                fits = cell is not null && grid.Cells[i].TrueForAll(piece => SpreadLayout.Fits(cell, piece.Local!));
                if (fits) runs[i] = cell!;
            }
            if (!fits) continue;
            if (found is not null && !Same(found, runs))
                throw Problems.UnsupportedSpread(_name, "its pieces fit two ways in which PyTorch may have cut it", _at);
            found = runs;
        }
        return found ?? throw Problems.ShardConflict($"the pieces of {Problems.Name(_name)} do not have the lengths of "
            + $"{Printable.Escape(string.Join(", ", _first.Spread!.Placements.Select(static placement => placement.Text)))} of {_first}, "
            + "as their files say that it was cut", _at);
    }

    private static bool Same(ElementRun[][][] a, ElementRun[][][] b) =>
        a.Zip(b).All(static cells => cells.First.Zip(cells.Second).All(static runs => runs.First.AsSpan().SequenceEqual(runs.Second)));

    private void CheckAlike()
    {
        foreach (RankPiece piece in _pieces)
        {
            TensorInfo other = piece.Tensor;
            if (other.DType != _first.DType || !other.Shape.SequenceEqual(_first.Shape))
                throw Differ($"{_first}", $"{other}", piece);
            if (Describe(_first.Spread) is var mine && Describe(other.Spread) is var its && mine != its) throw Differ(mine, its, piece);
        }
    }

    private MalformedCheckpointException Differ(string mine, string its, RankPiece piece) => Problems.ShardConflict(
        $"{Problems.Name(_name)} is {mine} in {Problems.Name(_pieces[0].File)} and {its} in {Problems.Name(piece.File)}", _at);

    private static string Describe(SpreadInfo? spread) => spread is null ? "not spread"
        : Printable.Escape($"spread by ({string.Join(", ", spread.Placements.Select(static placement => placement.Text))}) over "
            + $"({string.Join(", ", spread.Mesh ?? [])}){(spread.Order is { } order ? $" in the order ({string.Join(", ", order)})"
                : "")}");
}
