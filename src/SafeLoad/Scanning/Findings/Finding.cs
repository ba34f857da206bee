using SafeLoad.Diagnostics;

namespace SafeLoad.Scanning;

/// <summary>One thing that a scan found.</summary>
/// <param name="Id">The rule: the same number under which loading throws the same fact.</param>
/// <param name="Verdict">What it alone makes of the file.</param>
/// <param name="Message">What was found. Safe to print.</param>
/// <param name="Location">Where. Its record is chosen by the file.</param>
/// <param name="Global">The global that the finding is about, as the file spells it; null if it is about none.</param>
public sealed record Finding(
    DiagnosticId Id, Verdict Verdict, string Message, CheckpointLocation Location, string? Global = null)
{
    /// <summary>Whether it is only worth knowing, and nothing to act on.</summary>
    public bool IsNote => Severity == Severity.Note;

    // What reports call it. Verdict and IsNote say as much.
    internal Severity Severity { get; init; } = Verdict switch
    {
        Verdict.Dangerous => Severity.Error,
        Verdict.Clean => Severity.Note,
        _ => Severity.Warning,
    };

    /// <summary>A finding as bad as its row of <see cref="DiagnosticTable"/> says.</summary>
    /// <param name="id">The rule.</param>
    /// <param name="message">What was found. Safe to print.</param>
    /// <param name="location">Where.</param>
    /// <param name="global">The global that it is about, as the file spells it; null if it is about none.</param>
    public static Finding Of(DiagnosticId id, string message, CheckpointLocation location, string? global = null)
    {
        DiagnosticRow row = DiagnosticTable.Of(id);
        return new Finding(id, row.Verdict, message, location, global) { Severity = row.Severity };
    }

    /// <summary>What loading throws, as a finding with the same number and place.</summary>
    internal static Finding Of(Diagnostic diagnostic) => Of(diagnostic.Id, diagnostic.Problem, diagnostic.At);

    /// <summary>A finding in one of the other contexts that its row knows, <see cref="DiagnosticRow.Others"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row knows no context with this verdict.</exception>
    internal static Finding OfOther(DiagnosticId id, Verdict verdict, string message, CheckpointLocation location)
    {
        DiagnosticOutcome outcome = DiagnosticTable.Of(id).Others?.FirstOrDefault(other => other.Verdict == verdict)
            ?? throw new ArgumentOutOfRangeException(nameof(verdict));
        return new Finding(id, verdict, message, location) { Severity = outcome.Severity };
    }
}
