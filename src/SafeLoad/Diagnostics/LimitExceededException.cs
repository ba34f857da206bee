using SafeLoad.Diagnostics;

namespace SafeLoad;

/// <summary>Reading on would cost more than <see cref="CheckpointLimits"/> allows.</summary>
public sealed class LimitExceededException : SafeLoadException
{
    internal LimitExceededException(Diagnostic diagnostic)
        : base(diagnostic) { }
}
