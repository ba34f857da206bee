namespace SafeLoad.Scanning;

/// <summary>One thing that a scan found.</summary>
/// <param name="Id">The rule: the same number under which loading throws the same fact.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Verdict">What it alone makes of the file.</param>
/// <param name="Message">What was found. Safe to print.</param>
/// <param name="Location">Where. Its record is chosen by the file.</param>
/// <param name="Global">The global that the finding is about, as the file spells it; null if it is about none.</param>
public sealed record Finding(DiagnosticId Id, Severity Severity, Verdict Verdict, string Message, CheckpointLocation Location, string? Global = null);
