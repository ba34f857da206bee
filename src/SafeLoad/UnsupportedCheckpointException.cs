namespace SafeLoad;

/// <summary>The file may be in order, but it is of a kind, or holds something, that SafeLoad does not read.</summary>
public sealed class UnsupportedCheckpointException : SafeLoadException
{
    internal UnsupportedCheckpointException(DiagnosticId id, string problem, CheckpointLocation location)
        : base(id, problem, location) { }
}
