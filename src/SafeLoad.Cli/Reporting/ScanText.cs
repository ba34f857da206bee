using System.Globalization;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>Scan reports for people: a line a file, and below it what was found and what to do.</summary>
internal sealed class ScanText(ReportOutput output, ReportSettings settings) : IScanReporter
{
    private const int MostFindings = 20;
    private const string Indent = "            ";

    public void Begin()
    {
        if (settings.PolicyHash is { } hash) output.WriteLine("policy      sha256 " + ReportText.Of(hash));
    }

    public void Report(ScannedFile file)
    {
        string format = file.Report is null ? "" : " " + file.Report.FormatName;
        string state = file.Complete || file.Report is null || file.IsNotScanned ? "" : " (incomplete)";
        string suppressed = file.Suppressed.Count == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $" ({file.Suppressed.Count:N0} suppressed)");
        output.WriteLine($"{Standing(file.Standing)} {ReportText.Path(file.Path)}{format}{state}{suppressed}{Notes(file)}");
        if (file.Sha256 is not null) output.WriteLine($"{Indent}sha256 {file.Sha256}");
        if (file.Problem is not null) output.WriteLine($"{Indent}SL9001 warning: {ReportText.Of(file.Problem)}");
        WriteFindings(file);
        if (!settings.ShowSuppressed) return;
        foreach (SuppressedFinding finding in file.Suppressed)
            output.WriteLine($"{Indent}{ReportText.Number(finding.Finding)} {ReportText.Reason(finding)}: {Said(finding.Finding)}");
    }

    public void Repository(RepositoryReport repository)
    {
        bool isNotScanned = repository is { Verdict: "clean", Complete: false };
        string standing = isNotScanned ? ScanSummary.NotScannedWord : repository.Verdict;
        string state = repository.Complete || isNotScanned ? "" : " (incomplete)";
        string code = repository.CodeFiles == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture,
                $"; {Sizes.Count(repository.CodeFiles, "Python file")}: {Names(repository)}");
        output.WriteLine($"{Standing(standing)} {ReportText.Path(repository.Path)} model "
            + $"repository of {Sizes.Count(repository.Files, "file")}{state}{code}");
    }

    public void End(ScanSummary summary) => output.WriteLine(ReportText.Totals(summary));

    private static string Names(RepositoryReport repository) =>
        ListText.OfFirst(repository.Code.Select(static name => ReportText.Of(name, 80)), repository.CodeFiles);

    private void WriteFindings(ScannedFile file)
    {
        IReadOnlyList<Finding> findings = file.Report?.Findings ?? [];
        // A clean file keeps to its one line.
        if (file is { Verdict: "clean", Complete: true }) return;
        foreach (Finding finding in findings.OrderByDescending(static finding => finding.Verdict)
            .ThenByDescending(static finding => finding.Severity).Take(MostFindings))
            output.WriteLine($"{Indent}{ReportText.Number(finding)} {ReportText.Level(finding)}: {Said(finding)}");
        if (findings.Count > MostFindings)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Indent}… and {findings.Count - MostFindings:N0} more (-f json lists them all)"));
        if (ReportText.Worst(file.Report) is { } worst) output.WriteLine($"{Indent}next: {ReportText.Advice(file, worst)}");
    }

    private static string Notes(ScannedFile file) => file is { Verdict: "clean", Complete: true, Report.Findings: { Count: > 0 } findings }
        ? $" (note {string.Join(", ", findings.Select(ReportText.Number).Distinct(StringComparer.Ordinal))})" : "";

    private static string Said(Finding finding) =>
        ReportText.Place(finding.Location) is { Length: > 0 } place ? $"{ReportText.Message(finding)}  {place}"
        : ReportText.Message(finding);

    // A column of its own, as wide as the longest word.
    private string Standing(string word)
    {
        string text = word.PadRight(Indent.Length - 1);
        return !settings.Color ? text : word switch
        {
            "clean" => "\x1b[32m" + text + "\x1b[0m",
            "dangerous" => "\x1b[31;1m" + text + "\x1b[0m",
            _ => "\x1b[33m" + text + "\x1b[0m",
        };
    }
}
