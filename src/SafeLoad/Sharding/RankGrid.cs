using SafeLoad.Diagnostics;
using SafeLoad.Tensors;

namespace SafeLoad.Sharding;

/// <summary>The processes that cut a tensor among themselves, by their places in the mesh, and the files that each place has.</summary>
internal sealed class RankGrid
{
    private const int MostNamed = 10;

    private readonly SpreadInfo _spread;
    private readonly int[] _cutting;
    private readonly List<RankPiece>?[] _cells;

    private RankGrid(SpreadInfo spread, int[] cutting, int places)
    {
        (_spread, _cutting, _cells) = (spread, cutting, new List<RankPiece>?[places]);
    }

    /// <summary>For each place the pieces that are there: of processes between which the mesh does not cut, copies.</summary>
    public IReadOnlyList<List<RankPiece>> Cells => _cells!;

    /// <summary>Sorts pieces by their places.</summary>
    /// <exception cref="MalformedCheckpointException">A place has none (SL1307).</exception>
    public static RankGrid Of(string name, SpreadInfo spread, RankPiece[] pieces, CheckpointLocation at)
    {
        int[] cutting = [.. Enumerable.Range(0, spread.Placements.Length).Where(i => spread.Placements[i].IsCut)];
        long places = 1;
        foreach (int i in cutting) places = places > long.MaxValue / spread.Mesh![i] ? long.MaxValue : places * spread.Mesh[i];
        // No more places than files are ever made room for.
        var grid = new RankGrid(spread, cutting, places > pieces.Length ? 0 : (int)places);
        var taken = new HashSet<long>();
        foreach (RankPiece piece in pieces)
        {
            long place = grid.PlaceOf(piece.Tensor.Spread!.Coordinate!);
            taken.Add(place);
            if (grid._cells.Length > 0) (grid._cells[(int)place] ??= []).Add(piece);
        }
        if (places > taken.Count) throw grid.Missing(name, places, taken, pieces, at);
        return grid;
    }

    // Of a mesh with more places than there are numbers two can have one: files are missing then all the same.
    private long PlaceOf(long[] coordinate)
    {
        long place = 0;
        foreach (int i in _cutting) place = unchecked(place * _spread.Mesh![i] + coordinate[i]);
        return place;
    }

    private MalformedCheckpointException Missing(
        string name, long places, HashSet<long> taken, RankPiece[] pieces, CheckpointLocation at)
    {
        var missing = new List<string>();
        for (long place = 0; place < places && missing.Count < MostNamed; place++)
        {
            if (!taken.Contains(place)) missing.Add(NameOf(place, pieces));
        }
        return Problems.RanksMissing(name, places, places - taken.Count, missing, at);
    }

    // Where the files are numbered as their processes are, the missing one's name is known.
    private string NameOf(long place, RankPiece[] pieces)
    {
        long[] coordinate = new long[_spread.Mesh!.Length];
        for (int n = _cutting.Length - 1; n >= 0; n--)
        {
            int i = _cutting[n];
            coordinate[i] = place % _spread.Mesh[i];
            place /= _spread.Mesh[i];
        }
        return pieces.Length > 0
            && Array.TrueForAll(pieces, piece => RankNames.NumberOf(piece.File) == RankOf(piece.Tensor.Spread!.Coordinate!))
            ? RankNames.With(pieces[0].File, RankOf(coordinate)) : $"process ({string.Join(", ", coordinate)})";
    }

    private long RankOf(long[] coordinate)
    {
        long rank = 0;
        for (int i = 0; i < coordinate.Length; i++) rank = unchecked(rank * _spread.Mesh![i] + coordinate[i]);
        return rank;
    }
}
