using SafeLoad.Cli.Reporting;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Policies;

/// <summary>Why a finding does not count.</summary>
/// <param name="Reason">The reason, for reports.</param>
/// <param name="IsExact">Whether it holds for this very content alone.</param>
internal sealed record Exemption(string Reason, bool IsExact)
{
    /// <summary>Takes findings out of what counts; what remains decides the verdict.</summary>
    /// <param name="file">The file, which could be read.</param>
    /// <param name="by"><c>policy</c> or <c>baseline</c>.</param>
    /// <param name="find">Tells why a finding does not count; null if it does.</param>
    public static ScannedFile Apply(ScannedFile file, string by, Func<Finding, Exemption?> find)
    {
        ScanReport report = file.Report!;
        var kept = new List<Finding>();
        var suppressed = new List<SuppressedFinding>(file.Suppressed);
        bool complete = report.Complete;
        foreach (Finding finding in report.Findings)
        {
            if (find(finding) is not { } exemption)
            {
                kept.Add(finding);
                continue;
            }
            suppressed.Add(new SuppressedFinding(finding, by, exemption.Reason));
            // Behind a break nothing was decoded. Who does not name the content does not know what stands there.
            if (finding.Verdict == Verdict.Malformed && !exemption.IsExact) complete = false;
        }
        if (kept.Count == report.Findings.Count) return file;
        return file with { Report = report with { Findings = kept, Verdict = Worst(kept), Complete = complete }, Suppressed = suppressed };
    }

    /// <summary>What findings make of a file.</summary>
    public static Verdict Worst(IReadOnlyList<Finding> findings) =>
        findings.Count == 0 ? Verdict.Clean : findings.Max(static finding => finding.Verdict);
}
