namespace SafeLoad.Cli.Reporting;

/// <summary>Scan reports as workflow commands of GitHub Actions, one annotation a finding; and a table in the step's summary,
/// if there is one.</summary>
/// <param name="output">Where commands go.</param>
/// <param name="settings">What is shown.</param>
/// <param name="summaryPath">The file of the step's summary, which the runner names in GITHUB_STEP_SUMMARY; null for none.</param>
internal sealed class GithubReporter(ReportOutput output, ReportSettings settings, string? summaryPath) : IScanReporter
{
    // The runner throws a summary of more than 1 MiB away as a whole.
    private const long MostSummary = 1_000_000;

    private FileStream? _summary;
    private MarkdownReporter? _table;

    public void Begin()
    {
        OpenSummary();
        _table?.Begin();
        if (settings.PolicyHash is { } hash) Command("notice", null, "safeload", "policy: sha256 " + ReportText.Of(hash));
    }

    public void Report(ScannedFile file)
    {
        _table?.Report(file);
        string path = ReportText.Path(file.Path);
        if (file.Report is null) Command("error", path, "SL9001 CannotRead", ReportText.Of(file.Problem ?? ""));
        foreach (var finding in file.Report?.Findings ?? [])
            Command(ReportText.Level(finding) is var level and not "note" ? level
                : "notice", path, $"{ReportText.Number(finding)} {finding.Id}", ReportText.Line(finding));
        if (file.Report is { Complete: false, Findings.Count: 0 })
            Command("warning", path, "SL5005 NotScanned", "not all of the file could be looked at");
        if (!settings.ShowSuppressed) return;
        foreach (SuppressedFinding suppressed in file.Suppressed)
            Command("notice", path, ReportText.Number(suppressed.Finding) + " suppressed",
                $"{ReportText.Reason(suppressed)}: {ReportText.Line(suppressed.Finding)}");
    }

    public void End(ScanSummary summary)
    {
        _table?.End(summary);
        _summary?.Dispose();
        output.WriteLine(ReportText.Totals(summary));
    }

    private void OpenSummary()
    {
        if (string.IsNullOrEmpty(summaryPath)) return;
        try
        {
            _summary = new FileStream(summaryPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            _table = new MarkdownReporter(new ReportOutput(_summary), settings, MostSummary);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Command("warning", null, "safeload", "the step summary cannot be written: " + ReportText.Of(problem.Message));
        }
    }

    private void Command(string level, string? file, string title, string message) =>
        output.WriteLine($"::{level} {(file is null ? "" : $"file={Property(file)},")}title={Property(title)}::{Data(message)}");

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);
}
