using SafeLoad.Values;

namespace SafeLoad.Scanning.Findings;

/// <summary>A content that is to be scanned next: what a scanner gives for each part of the bytes that it takes apart.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="Into">Given what is found in them.</param>
internal sealed record WorkItem(Content Content, ReadingBuilder Into)
{
    /// <summary>How the bytes are read; null for every way that their content asks for.</summary>
    public Func<ReadingBuilder, IEnumerable<WorkItem>>? Way { get; init; }

    /// <summary>Told each persistent id, if the content is a pickle; null if nobody asks.</summary>
    public Action<PyValue>? References { get; init; }

    /// <summary>What the reading means beside the others of the same bytes; null if it counts as it is.</summary>
    public Func<Reading, Reading>? Meaning { get; init; }
}
