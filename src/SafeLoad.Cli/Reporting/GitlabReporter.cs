using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>Scan reports as a Code Quality report of GitLab: an array with one issue a finding.</summary>
internal sealed class GitlabReporter(ReportOutput output, ReportSettings settings) : IScanReporter
{
    private bool _any;

    public void Begin() => output.WriteText("[");

    public void Report(ScannedFile file)
    {
        string path = ReportText.Path(file.Path);
        if (file.Report is not { } report)
        {
            Write(path, "SL9001", "major", ReportText.Of(file.Problem ?? ""), Fingerprint.Of("SL9001", file.Path));
            return;
        }
        foreach (Finding finding in report.Findings)
            Write(path, ReportText.Number(finding), SeverityOf(finding), ReportText.Line(finding),
                FingerprintOf(file, report, finding, ""));
        if (report is { Complete: false, Findings.Count: 0 })
            Write(path, "SL5005", "major", "not all of the file could be looked at", Fingerprint.Of("SL5005", file.Path));
        if (!settings.ShowSuppressed) return;
        foreach (SuppressedFinding suppressed in file.Suppressed)
            Write(path, ReportText.Number(suppressed.Finding), "info",
                $"{ReportText.Reason(suppressed)}: {ReportText.Line(suppressed.Finding)}",
                FingerprintOf(file, report, suppressed.Finding, suppressed.By));
    }

    public void End(ScanSummary summary)
    {
        // The format is a bare array: where the policy stands is one more issue, which shows up as new only when the policy has changed.
        if (settings.PolicyHash is { } hash)
            Write(".", "policy", "info", "scanned with the policy of SHA-256 " + ReportText.Of(hash), Fingerprint.Of("policy", hash));
        output.WriteText("]\n");
    }

    // An issue is known by its fingerprint alone: two files of the same content have two.
    private static string FingerprintOf(ScannedFile file, ScanReport report, Finding finding, string by) =>
        Fingerprint.Of(file.Path, Fingerprint.Of(report.ScanId, finding), finding.Message, by);

    private static string SeverityOf(Finding finding) => finding.Severity switch
    {
        Severity.Error => "critical",
        Severity.Warning => finding.Verdict == Verdict.Suspicious ? "major" : "minor",
        _ => "info",
    };

    private void Write(string path, string rule, string severity, string description, string fingerprint)
    {
        var json = new JsonOutput();
        json.Raw(_any ? ",\n{"u8 : "\n{"u8).Member("description"u8).Text(description).Member("check_name"u8).Text(rule)
            .Member("fingerprint"u8).Text(fingerprint)
            .Member("severity"u8).Text(severity).Member("location"u8).Raw("{"u8).Member("path"u8).Text(path).Member("lines"u8)
            .Raw("{\"begin\":1}}}"u8);
        _any = true;
        output.Write(json.Written);
    }
}
