using SafeLoad.Diagnostics;

namespace SafeLoad;

/// <summary>
/// What every error about a checkpoint has in common. The four sealed kinds ask for different actions: malformed (fetch it again),
/// disallowed (do not trust it), limit (raise it or refuse), unsupported (tell us). Which kind a fact is says its row of
/// <see cref="DiagnosticTable"/>.
/// </summary>
public abstract class SafeLoadException : Exception
{
    private protected SafeLoadException(Diagnostic diagnostic, Exception? inner = null)
        : base(diagnostic.ToString(), inner) => Diagnostic = diagnostic;

    internal Diagnostic Diagnostic { get; }

    /// <summary>The fact behind the error; the scanner reports the same fact under the same number.</summary>
    public DiagnosticId Id => Diagnostic.Id;

    /// <summary>The message without id and location: what was found and what was expected. Safe to print.</summary>
    public string Problem => Diagnostic.Problem;

    /// <summary>Where the problem was found.</summary>
    public CheckpointLocation Location => Diagnostic.At;
}
