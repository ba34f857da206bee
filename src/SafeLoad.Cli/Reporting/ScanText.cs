using System.Globalization;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>Scan reports for people: a line a file, and below it what was found.</summary>
internal sealed class ScanText(ReportOutput output, bool color) : IScanReporter
{
    private const int MostFindings = 20;

    public void Begin() { }

    public void Report(ScannedFile file)
    {
        string state = file.Complete ? "" : file.Report is null ? "" : " (incomplete)";
        string format = file.Report is null ? "" : " " + FormatNames.Of(file.Report.Format);
        output.WriteLine($"{Paint(file.Verdict, file.Verdict.PadRight(10))} {SafeText.Escape(file.Path)}{format}{state}");
        if (file.Problem is not null) output.WriteLine("           SL9001 " + SafeText.Escape(file.Problem));
        IReadOnlyList<Finding> findings = file.Report?.Findings ?? [];
        foreach (Finding finding in findings.OrderByDescending(static finding => finding.Verdict).Take(MostFindings))
        {
            CheckpointLocation at = finding.Location with { File = null };
            string place = at == default ? "" : "  " + at.ToString().Replace("checkpoint!", "", StringComparison.Ordinal).Replace("checkpoint @", "@", StringComparison.Ordinal);
            output.WriteLine($"           SL{(int)finding.Id} {finding.Message}{place}");
        }
        if (findings.Count > MostFindings) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"           … and {findings.Count - MostFindings:N0} more (-f json lists them all)"));
    }

    public void End(ScanSummary summary)
    {
        var counts = ScanSummary.Verdicts.Where(verdict => summary[verdict] > 0).Select(verdict => string.Create(CultureInfo.InvariantCulture, $"{summary[verdict]:N0} {verdict}"));
        string incomplete = summary.Incomplete > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {summary.Incomplete:N0} incomplete") : "";
        output.WriteLine(summary.Files == 0 ? "nothing to scan" : string.Create(CultureInfo.InvariantCulture, $"{Sizes.Count(summary.Files, "file")}: {string.Join(", ", counts)}{incomplete}"));
    }

    private string Paint(string verdict, string text) => !color ? text : verdict switch
    {
        "clean" => "\x1b[32m" + text + "\x1b[0m",
        "dangerous" => "\x1b[31;1m" + text + "\x1b[0m",
        _ => "\x1b[33m" + text + "\x1b[0m",
    };
}
