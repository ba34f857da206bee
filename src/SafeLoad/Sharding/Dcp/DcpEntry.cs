using SafeLoad.Values;

namespace SafeLoad.Sharding.Dcp;

/// <summary>A value of a distributed checkpoint, as its metadata describes it: a tensor of blocks, or something that was pickled.</summary>
/// <param name="Name">Its name: <c>model.fc1.weight</c>. Chosen by the file.</param>
/// <param name="Path">Where it stood in the dict that was saved; null where that is not written.</param>
internal sealed record DcpEntry(string Name, PyTuple? Path)
{
    /// <summary>The tensor's dtype; null for what is no tensor.</summary>
    public DType? DType { get; init; }

    /// <summary>The tensor's shape.</summary>
    public long[] Size { get; init; } = [];

    /// <summary>The tensor's blocks.</summary>
    public IReadOnlyList<DcpChunk> Chunks { get; init; } = [];

    /// <summary>Where the value lies, if it is no tensor.</summary>
    public DcpSlice? Pickled { get; init; }
}
