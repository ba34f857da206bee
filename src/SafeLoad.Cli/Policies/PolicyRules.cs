using SafeLoad.Cli.Reporting;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Policies;

/// <summary>Applies a policy to what a scan found: first the globals it knows, then the severities, then the suppressions.</summary>
internal sealed class PolicyRules(Policy policy)
{
    public ScannedFile Apply(ScannedFile file)
    {
        if (file.Report is null) return file;
        file = Exemption.Apply(file, "policy", finding => Known(finding) is { } reason ? new Exemption(reason, IsExact: false) : null);
        file = file with { Report = Rank(Accept(file.Report!)) };
        string scanId = file.Report!.ScanId;
        return Exemption.Apply(file, "policy", finding => Find(finding, scanId, file.Path));
    }

    private string? Known(Finding finding) =>
        finding is { Id: DiagnosticId.UnknownGlobal, Verdict: not Verdict.Dangerous, Global: { } global }
        ? policy.Globals.GetValueOrDefault(global) : null;

    private ScanReport Accept(ScanReport report) => policy.Globals.Count == 0 ? report : report with
    {
        Globals = [.. report.Globals.Select(global => global.Judgement == GlobalJudgement.Unknown
            && policy.Globals.ContainsKey(global.Module + "." + global.Name)
            ? global with { Judgement = GlobalJudgement.Harmless } : global)],
    };

    private ScanReport Rank(ScanReport report)
    {
        if (policy.Severities.Count == 0) return report;
        Finding[] findings = [.. report.Findings.Select(Rank)];
        // A break stays a break, whatever it is called: what stands behind it was not decoded.
        bool complete = report.Complete
            && !report.Findings.Where((finding, i) => finding.Verdict == Verdict.Malformed && findings[i].Verdict != Verdict.Malformed)
                .Any();
        return report with { Findings = findings, Verdict = Exemption.Worst(findings), Complete = complete };
    }

    private Finding Rank(Finding finding) =>
        finding.Verdict == Verdict.Dangerous || !policy.Severities.TryGetValue(finding.Id, out RuleLevel level) ? finding : level switch
    {
        RuleLevel.Dangerous => finding with { Verdict = Verdict.Dangerous, Severity = Severity.Error },
        RuleLevel.Suspicious => finding with { Verdict = Verdict.Suspicious, Severity = Severity.Warning },
        _ => finding with { Verdict = Verdict.Clean, Severity = Severity.Note },
    };

    private Exemption? Find(Finding finding, string scanId, string path)
    {
        foreach (Suppression entry in policy.Suppressions)
        {
            bool matches = entry.Rule == finding.Id && (entry.ScanId is null || entry.ScanId == scanId)
                && (entry.Global is null || entry.Global == finding.Global)
                && (entry.Path is null || entry.Path.Matches(path) || entry.Path.Matches(Path.GetFileName(path)));
            if (matches && (finding.Verdict != Verdict.Dangerous || entry.ScanId is not null))
                return new Exemption(entry.Reason, entry.ScanId is not null);
        }
        return null;
    }
}
