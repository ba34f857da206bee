namespace SafeLoad.Formats;

/// <summary>
/// The parts of a source in the order of its bytes. Each begins where the one before it ends: what a reader has passed over is in the list,
/// without holes and without overlaps.
/// </summary>
internal sealed class PartList
{
    private readonly List<Part> _parts = [];

    /// <summary>The parts so far.</summary>
    public IReadOnlyList<Part> All => _parts;

    /// <summary>Where the next part begins.</summary>
    public long End { get; private set; }

    /// <summary>Makes room for parts that are to come.</summary>
    /// <param name="count">How many; the caller has proven that the source has room for them.</param>
    public void Expect(int count) => _parts.EnsureCapacity(_parts.Count + count);

    /// <summary>Adds the next bytes.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="name">What the format calls them.</param>
    /// <param name="length">How many they are; the caller has proven that they are there.</param>
    public Part Add(PartKind kind, string name, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var part = new Part(kind, name, End, length);
        // Nothing has no place in a file.
        if (length > 0) _parts.Add(part);
        End += length;
        return part;
    }

    /// <summary>Adds what is left of a source, if anything is.</summary>
    public void AddRest(long sourceLength) => Add(PartKind.Rest, "(after the end)", sourceLength - End);
}
