namespace SafeLoad;

/// <summary>
/// What every error about a checkpoint has in common. The four sealed kinds ask for different actions: malformed (fetch it again),
/// disallowed (do not trust it), limit (raise it or refuse), unsupported (tell us).
/// </summary>
public abstract class SafeLoadException : Exception
{
    private protected SafeLoadException(DiagnosticId id, string problem, CheckpointLocation location, Exception? inner = null)
        : base($"SL{(int)id}: {problem} ({location})", inner)
    {
        Id = id;
        Problem = problem;
        Location = location;
    }

    /// <summary>The fact behind the error; the scanner reports the same fact under the same number.</summary>
    public DiagnosticId Id { get; }

    /// <summary>The message without id and location: what was found and what was expected. Safe to print.</summary>
    public string Problem { get; }

    /// <summary>Where the problem was found.</summary>
    public CheckpointLocation Location { get; }
}
