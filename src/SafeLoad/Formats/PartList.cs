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

    /// <summary>The parts that another reader of the format can find at the same bytes, where readers differ; null where none does.
    /// Read as they are asked for.</summary>
    public IEnumerable<Part>? Others { get; set; }

    /// <summary>What stands inside of parts, or in several of them, and is looked at by itself.</summary>
    public IReadOnlyList<PartValue> Values { get; set; } = [];

    /// <summary>The parts behind those so far, in order, read as they are asked for: an archive can have millions. Null for
    /// none.</summary>
    public IEnumerable<Part>? Later { get; init; }

    /// <summary>All parts, in order.</summary>
    public IEnumerable<Part> InOrder => Later is null ? _parts : _parts.Concat(Later);

    /// <summary>Makes room for parts that are to come.</summary>
    /// <param name="count">How many; the caller has proven that the source has room for them.</param>
    public void Expect(int count) => _parts.EnsureCapacity(_parts.Count + count);

    /// <summary>Adds the next bytes.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="name">What the format calls them.</param>
    /// <param name="length">How many they are; the caller has proven that they are there.</param>
    /// <param name="note">What else is known of them; null for nothing.</param>
    public Part Add(PartKind kind, string name, long length, PartNote? note = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var part = new Part(kind, name, End, length, note);
        // Nothing has no place in a file, unless there is something to say at that place.
        if (length > 0 || note is not null) _parts.Add(part);
        End += length;
        return part;
    }

    /// <summary>Adds what is left of a source, if anything is.</summary>
    /// <param name="sourceLength">The bytes of the source.</param>
    /// <param name="words">What to say of it; null to say nothing.</param>
    public void AddRest(long sourceLength, string? words = null)
    {
        if (End < sourceLength) Add(PartKind.Rest, "(after the end)", sourceLength - End, words is null ? null : new() { Words = words });
    }

    /// <summary>Adds what is left of a source behind a break, and why there is one.</summary>
    /// <param name="sourceLength">The bytes of the source.</param>
    /// <param name="problem">The break; null if it was reported already.</param>
    public void AddLost(long sourceLength, SafeLoadException? problem = null) =>
        Add(PartKind.Lost, "(behind a break)", sourceLength - End, problem is null ? null : new() { Problem = problem });

    /// <summary>The parts so far, which are forgotten then.</summary>
    public Part[] Take()
    {
        Part[] taken = [.. _parts];
        _parts.Clear();
        return taken;
    }

    /// <summary>Forgets the parts so far, but for where they end.</summary>
    public void Forget() => _parts.Clear();
}
