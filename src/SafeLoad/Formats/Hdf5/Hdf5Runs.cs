namespace SafeLoad.Formats.Hdf5;

/// <summary>Sets of bytes as the runs that they stand in.</summary>
internal static class Hdf5Runs
{
    /// <summary>The same bytes in order, each once.</summary>
    public static List<Hdf5Run> Union(IReadOnlyList<Hdf5Run> runs)
    {
        Hdf5Run[] sorted = [.. runs];
        Array.Sort(sorted, static (left, right) => left.Address.CompareTo(right.Address));
        var union = new List<Hdf5Run>();
        foreach (Hdf5Run run in sorted)
        {
            if (run.Length == 0) continue;
            if (union.Count > 0 && run.Address <= union[^1].End)
                union[^1] = union[^1] with { Length = Math.Max(union[^1].End, run.End) - union[^1].Address };
            else union.Add(run);
        }
        return union;
    }

    /// <summary>The bytes of one set that are in no run of the other; both in order.</summary>
    public static IEnumerable<Hdf5Run> Without(List<Hdf5Run> runs, List<Hdf5Run> others)
    {
        int next = 0;
        foreach (Hdf5Run run in runs)
        {
            long start = run.Address;
            while (next < others.Count && others[next].End <= start) next++;
            for (int i = next; i < others.Count && others[i].Address < run.End; i++)
            {
                if (others[i].Address > start) yield return new Hdf5Run(start, others[i].Address - start);
                start = Math.Max(start, others[i].End);
            }
            if (start < run.End) yield return new Hdf5Run(start, run.End - start);
        }
    }
}
