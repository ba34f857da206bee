using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The parts of an HDF5 file: elements of datasets, and everything between them. Keras puts a model's configuration into
/// attributes, and these can lie anywhere there: in an object's header, in a heap, in a heap of a heap. A dataset can be laid over any of
/// them, so that only what is in none of them is elements alone.</summary>
internal static class Hdf5Parts
{
    public static PartList Read(PartSource file)
    {
        var parts = new PartList();
        try
        {
            Hdf5File opened = Hdf5File.Open(file.Bytes, file.Budget);
            var walk = new Hdf5Walk(opened);
            walk.Run();
            AddElements(parts, opened.Start, Hdf5Runs.Without(Hdf5Runs.Union(walk.Elements), Hdf5Runs.Union(walk.Structures)));
            foreach (SafeLoadException problem in walk.Problems) AddProblem(parts, problem);
            parts.Values = walk.Values;
        }
        catch (SafeLoadException problem)
        {
            AddProblem(parts, problem);
        }
        AddBetween(parts, file.Bytes.Length);
        return parts;
    }

    private static void AddElements(PartList parts, long start, IEnumerable<Hdf5Run> elements)
    {
        foreach (Hdf5Run run in elements)
        {
            AddBetween(parts, start + run.Address);
            parts.Add(PartKind.Array, "elements", run.Length);
        }
    }

    private static void AddBetween(PartList parts, long end)
    {
        if (parts.End < end) parts.Add(PartKind.Configuration, "groups, attributes and what is free", end - parts.End);
    }

    private static void AddProblem(PartList parts, SafeLoadException problem) =>
        parts.Add(PartKind.Structure, "", 0, new PartNote { Problem = problem });
}
