using SafeLoad.Scanning;

namespace SafeLoad.Diagnostics;

/// <summary>What a fact comes to in a place where it weighs more or less than it usually does.</summary>
/// <param name="Severity">How bad it is there.</param>
/// <param name="Verdict">What it alone makes of the file there.</param>
/// <param name="When">Where that is, in words that follow the verdict: "where no loader runs it".</param>
internal sealed record DiagnosticOutcome(Severity Severity, Verdict Verdict, string When);
