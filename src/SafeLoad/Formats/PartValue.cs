namespace SafeLoad.Formats;

/// <summary>What a container holds in a structure of its own, or put together out of several runs of its bytes, and some loader takes for a
/// pickle or another file: an attribute, an element of an array.</summary>
/// <param name="Name">Where it stands, as the format spells it. Chosen by the file.</param>
/// <param name="Bytes">Its bytes, read when asked for.</param>
internal sealed record PartValue(string Name, ByteSource Bytes)
{
    /// <summary>Where its bytes begin in the container; null where they do not stand there in a row.</summary>
    public long? Offset { get; init; }

    /// <summary>The bytes of the container that it is put together out of, where they stand in no row.</summary>
    public IReadOnlyList<(long Offset, long Length)> Stored { get; init; } = [];

    /// <summary>Takes it apart, where its place says what it is; null where its content does.</summary>
    public PartReader? Reader { get; init; }

    /// <summary>Whether the format's own loaders unpickle it, whatever its bytes look like.</summary>
    public bool IsUnpickled { get; init; }
}
