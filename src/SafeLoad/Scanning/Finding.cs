namespace SafeLoad.Scanning;

/// <summary>One thing that a scan found.</summary>
/// <param name="Id">The rule: the same number under which loading throws the same fact.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Verdict">What it alone makes of the file.</param>
/// <param name="Message">What was found. Safe to print.</param>
/// <param name="Location">Where. Its record is chosen by the file.</param>
/// <param name="Global">The global that the finding is about, as the file spells it; null if it is about none.</param>
public sealed record Finding(DiagnosticId Id, Severity Severity, Verdict Verdict, string Message, CheckpointLocation Location, string? Global = null)
{
    /// <summary>What an error of reading is as a finding.</summary>
    internal static Finding Of(SafeLoadException problem)
    {
        Verdict verdict = problem switch
        {
            MalformedCheckpointException when (int)problem.Id / 100 == 30 || problem.Id is DiagnosticId.ChecksumMismatch => Verdict.Suspicious,
            MalformedCheckpointException => Verdict.Malformed,
            DisallowedGlobalException => Verdict.Suspicious,
            _ => Verdict.Clean,
        };
        return new Finding(problem.Id, Severity.Warning, verdict, problem.Problem, problem.Location);
    }
}
