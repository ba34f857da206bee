namespace SafeLoad.Formats.Tar;

/// <summary>The parts of the two tables in the tar of PyTorch before 0.1.10.</summary>
internal static class TarTableParts
{
    public static PartList ReadStorages(PartSource file) => Read(file, "storages", static table =>
    {
        foreach (TarStorage _ in table.ReadStorages()) { }
        foreach (TarView _ in table.ReadViews()) { }
    });

    public static PartList ReadTensors(PartSource file) => Read(file, "tensors", static table =>
    {
        foreach (TarTensor _ in table.ReadTensors()) { }
    });

    // What follows a table was put there: it is as little known as what follows a break.
    private static PartList Read(PartSource file, string name, Action<TarTableReader> walk)
    {
        var table = new TarTableReader(file.Bytes, name, file.Record ?? name, file.Budget, file.Pickles());
        SafeLoadException? problem = null;
        try
        {
            walk(table);
        }
        catch (MalformedCheckpointException found)
        {
            problem = found;
        }
        table.Parts.AddLost(file.Bytes.Length, problem);
        return table.Parts;
    }
}
