namespace SafeLoad.Cli.Reporting;

/// <summary>Scan reports as logging commands of Azure Pipelines, one issue a finding.</summary>
internal sealed class AzureReporter(ReportOutput output, ReportSettings settings) : IScanReporter
{
    public void Begin()
    {
        if (settings.PolicyHash is { } hash) output.WriteLine("policy: sha256 " + ReportText.Of(hash));
    }

    public void Report(ScannedFile file)
    {
        string path = ReportText.Path(file.Path);
        if (file.Report is null) Issue("error", path, "SL9001", $"{path}: {ReportText.Of(file.Problem ?? "")}");
        foreach (var finding in file.Report?.Findings ?? [])
        {
            string text = $"{path}: {ReportText.Number(finding)} {ReportText.Line(finding)}";
            // There is no type for notes.
            if (ReportText.Level(finding) is var level and not "note") Issue(level, path, ReportText.Number(finding), text);
            else output.WriteLine(Data(text));
        }
        if (file.Report is { Complete: false, Findings.Count: 0 })
            Issue("warning", path, "SL5005", path + ": not all of the file could be looked at");
        if (!settings.ShowSuppressed) return;
        foreach (SuppressedFinding suppressed in file.Suppressed)
            output.WriteLine(Data(
                $"{path}: {ReportText.Number(suppressed.Finding)} {ReportText.Reason(suppressed)}: {ReportText.Line(suppressed.Finding)}"));
    }

    public void End(ScanSummary summary) => output.WriteLine(ReportText.Totals(summary));

    private void Issue(string type, string path, string code, string message) =>
        output.WriteLine($"##vso[task.logissue type={type};sourcepath={Property(path)};code={code};]{Data(message)}");

    private static string Property(string text) =>
        Data(text).Replace("]", "%5D", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);

    private static string Data(string text) =>
        text.Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);
}
