namespace SafeLoad;

/// <summary>The file contradicts its own format: damaged, cut short, or made by hand.</summary>
public sealed class MalformedCheckpointException : SafeLoadException
{
    internal MalformedCheckpointException(DiagnosticId id, string problem, CheckpointLocation location, Exception? inner = null)
        : base(id, problem, location, inner) { }
}
