namespace SafeLoad.Formats.Hdf5;

/// <summary>The parts of an HDF5 file: one. Keras puts a model's configuration into attributes, and these can lie anywhere between the
/// datasets: in an object's header, in a heap, in a heap of a heap. A dataset can be laid over any of them, so that no byte is known
/// to be a number alone.</summary>
internal static class Hdf5Parts
{
    public static PartList Read(PartSource file)
    {
        var parts = new PartList();
        parts.Add(PartKind.Configuration, "groups, attributes and datasets", file.Bytes.Length);
        return parts;
    }
}
