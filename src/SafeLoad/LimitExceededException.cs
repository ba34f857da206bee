namespace SafeLoad;

/// <summary>Reading on would cost more than <see cref="CheckpointLimits"/> allows.</summary>
public sealed class LimitExceededException : SafeLoadException
{
    internal LimitExceededException(DiagnosticId id, string problem, CheckpointLocation location)
        : base(id, problem, location) { }
}
