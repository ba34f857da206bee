using SafeLoad.Values;

namespace SafeLoad.Scanning.Findings;

/// <summary>What one run of the pickle machine over one pickle gave.</summary>
/// <param name="Seen">What it found, up to STOP or to the break.</param>
/// <param name="Value">The value that the pickle leaves; None where it breaks.</param>
/// <param name="End">Where it ended in the buffer: behind STOP, or where it broke.</param>
/// <param name="Break">Why it did not come to STOP; null if it did.</param>
internal sealed record PickleReading(Reading Seen, PyValue Value, int End, MalformedCheckpointException? Break)
{
    /// <summary>Whether a frame lies, so that who reads frames ahead reads another pickle.</summary>
    public bool HasBadFrame { get; init; }

    /// <summary>Whether an array of joblib is named, whose raw bytes stand between the opcodes.</summary>
    public bool HasJoblibArrays { get; init; }

    /// <summary>Whether something that is not known was called before the first step that no unpickler takes.</summary>
    public bool HasCalledUnknown { get; init; }

    /// <summary>Whether an array of joblib was met of which it is not known which bytes are its own.</summary>
    public bool HasUnclearArrays { get; init; }

    /// <summary>Whether an array of joblib was met that not every release of joblib reads from the same place.</summary>
    public bool HasPadding { get; init; }

    /// <summary>Whether so many opcodes were refused that the rest was not executed.</summary>
    public bool HasGivenUp { get; init; }

    /// <summary>Whether every unpickler stops before this one's end, so that behind it only dangerous names were looked for.</summary>
    public bool IsBrokenOff { get; init; }

    /// <summary>Whether it took a step that no unpickler takes, or came to no STOP.</summary>
    public bool HasFaults => Break is not null || Seen.HasFaults;
}
