using SafeLoad.Diagnostics;

namespace SafeLoad;

/// <summary>The file contradicts its own format: damaged, cut short, or made by hand.</summary>
public sealed class MalformedCheckpointException : SafeLoadException
{
    internal MalformedCheckpointException(Diagnostic diagnostic, Exception? inner = null)
        : base(diagnostic, inner) { }
}
