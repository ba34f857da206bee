namespace SafeLoad.Tensors;

/// <summary>Which elements of a tensor a process has, by the ways in which PyTorch may have cut it.</summary>
/// <remarks>torch/distributed/tensor/placement_types.py, <c>_StridedShard</c>; _dtensor_spec.py, <c>shard_order</c>. A strided cut is
/// written down as what it comes to when the dimensions of the mesh are gone through from the left. It was made from the right, and for
/// lengths that do not divide the two can differ: lengths tell which it was.</remarks>
internal static class SpreadLayout
{
    // As many as the processes of one dimension of a mesh. Each piece costs a look, for each tensor.
    private const long MostPieces = 1024;

    /// <summary>The orders in which the dimensions of the mesh may have cut; null stands for what the placements say from the left. None
    /// where the file contradicts itself, or is beyond what is known here.</summary>
    public static IReadOnlyList<int[]?> Readings(SpreadInfo spread)
    {
        if (spread.Mesh is not { } mesh || mesh.Length != spread.Placements.Length || Array.Exists(mesh, static size => size < 1)
            || Array.Exists(spread.Placements, static placement => placement.Kind is SpreadKind.Unknown or SpreadKind.Partial
                || placement.Split is < 1 or > MostPieces))
            return [];
        int[] cutting = [.. Enumerable.Range(0, mesh.Length).Where(i => spread.Placements[i].IsCut)];
        if (spread.Order is { } order) return order.Order().SequenceEqual(cutting) ? [order] : [];
        if (!Array.Exists(spread.Placements, static placement => placement.Kind == SpreadKind.StridedShard)) return [cutting];
        return OrderOfSplits(spread.Placements, mesh) is { } made ? [null, made] : [null];
    }

    /// <summary>The runs of each dimension that a process has.</summary>
    /// <param name="spread">How the tensor is spread.</param>
    /// <param name="shape">The whole's shape.</param>
    /// <param name="coordinate">The process's place in the mesh.</param>
    /// <param name="order">One of <see cref="Readings"/>.</param>
    /// <returns>Null if a dimension is cut that the tensor does not have.</returns>
    public static ElementRun[][]? Of(SpreadInfo spread, ReadOnlySpan<long> shape, ReadOnlySpan<long> coordinate, int[]? order)
    {
        var runs = new ElementRun[shape.Length][];
        for (int i = 0; i < runs.Length; i++) runs[i] = [new ElementRun(0, shape[i])];
        for (int i = 0; i < (order?.Length ?? coordinate.Length); i++)
        {
            int dimension = order?[i] ?? i;
            SpreadPlacement placement = spread.Placements[dimension];
            if (!placement.IsCut) continue;
            if (placement.Dimension < 0 || placement.Dimension >= runs.Length) return null;
            ref ElementRun[] cut = ref runs[placement.Dimension];
            cut = Cut(cut, order is null ? placement.Split : 1, coordinate[dimension], spread.Mesh![dimension]);
        }
        return runs;
    }

    /// <summary>Whether a piece has the lengths of these runs. One without elements may have any shape that has none.</summary>
    public static bool Fits(ElementRun[][] runs, TensorInfo piece)
    {
        bool isEmpty = false, isEqual = runs.Length == piece.Shape.Length;
        for (int i = 0; i < runs.Length; i++)
        {
            long length = runs[i].Sum(static run => run.Length);
            isEmpty |= length == 0;
            isEqual = isEqual && piece.Shape[i] == length;
        }
        return isEqual || (isEmpty && piece.ElementCount == 0);
    }

    // A dimension of the mesh stands behind those whose processes together are as many as the pieces that it found.
    private static int[]? OrderOfSplits(SpreadPlacement[] placements, long[] mesh)
    {
        var orders = new Dictionary<long, List<int>>();
        for (int i = mesh.Length - 1; i >= 0; i--)
        {
            if (!placements[i].IsCut) continue;
            if (!orders.TryGetValue(placements[i].Dimension, out List<int>? order)) orders.Add(placements[i].Dimension, order = []);
            long pieces = 1;
            int place = 0;
            while (pieces != placements[i].Split && place < order.Count && pieces <= MostPieces) pieces *= mesh[order[place++]];
            if (pieces != placements[i].Split) return null;
            order.Insert(place, i);
        }
        return [.. orders.Values.SelectMany(static order => order)];
    }

    private static ElementRun[] Cut(ElementRun[] runs, long split, long process, long processes)
    {
        long total = runs.Sum(static run => run.Length), passed = 0;
        var taken = new List<ElementRun>();
        int next = 0;
        for (long piece = 0; piece < Math.Min(split, total); piece++)
        {
            long start = 0, length = total;
            SpreadInfo.Cut(ref start, ref length, piece, split);
            SpreadInfo.Cut(ref start, ref length, process, processes);
            while (length > 0)
            {
                for (; start >= passed + runs[next].Length; next++) passed += runs[next].Length;
                long skip = start - passed, count = Math.Min(length, runs[next].Length - skip);
                Add(taken, new ElementRun(runs[next].Start + skip, count));
                (start, length) = (start + count, length - count);
            }
        }
        return [.. taken];
    }

    private static void Add(List<ElementRun> runs, ElementRun run)
    {
        if (runs.Count > 0 && runs[^1].Start + runs[^1].Length == run.Start)
            runs[^1] = new ElementRun(runs[^1].Start, runs[^1].Length + run.Length);
        else runs.Add(run);
    }
}
