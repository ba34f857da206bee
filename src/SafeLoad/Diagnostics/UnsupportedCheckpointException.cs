using SafeLoad.Diagnostics;

namespace SafeLoad;

/// <summary>The file may be in order, but it is of a kind, or holds something, that SafeLoad does not read.</summary>
public sealed class UnsupportedCheckpointException : SafeLoadException
{
    internal UnsupportedCheckpointException(Diagnostic diagnostic)
        : base(diagnostic) { }
}
