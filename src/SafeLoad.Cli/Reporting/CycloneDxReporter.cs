using System.Globalization;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>Scan reports as a bill of materials (CycloneDX 1.6): a component a file, a vulnerability a finding.
/// The latter wait on disk.</summary>
internal sealed class CycloneDxReporter(ReportOutput output, ReportSettings settings) : IScanReporter
{
    private readonly Spool _vulnerabilities = new();
    private long _files;

    public void Begin()
    {
        var json = new JsonOutput();
        json.Raw("{"u8).Member("$schema"u8).Text("http://cyclonedx.org/schema/bom-1.6.schema.json").Member("bomFormat"u8).Text("CycloneDX")
            .Member("specVersion"u8).Text("1.6").Member("version"u8).Number(1)
            .Member("metadata"u8).Raw("{"u8).Member("tools"u8).Raw("{"u8).Member("components"u8).Raw("[{"u8).Member("type"u8)
            .Text("application").Member("name"u8).Text(ToolInfo.Name)
            .Member("version"u8).Text(ToolInfo.Version).Raw("}]}"u8);
        if (settings.PolicyHash is { } hash)
        {
            json.Member("properties"u8).Raw("["u8);
            WriteProperty(json, "safeload:policy_sha256", ReportText.Of(hash));
            json.Raw("]"u8);
        }
        output.Write(json.Raw("},\n\"components\":["u8).Written);
    }

    public void Report(ScannedFile file)
    {
        // The number makes it unique when a file is named twice, the hash tells what it is a reference to.
        string reference =
            string.Create(CultureInfo.InvariantCulture, $"file-{++_files}-{Fingerprint.Of(file.Path, file.Report?.ScanId)[..32]}");
        var json = new JsonOutput();
        json.Raw(_files > 1 ? ",\n{"u8 : "\n{"u8).Member("type"u8)
            .Text(file.Report is not { HoldsWeights: true } ? "file" : "machine-learning-model")
            .Member("bom-ref"u8).Text(reference).Member("name"u8).Text(ReportText.Path(file.Path));
        if (file.Sha256 is { } sha256)
            json.Member("hashes"u8).Raw("[{"u8).Member("alg"u8).Text("SHA-256").Member("content"u8).Text(sha256).Raw("}]"u8);
        json.Member("properties"u8).Raw("["u8);
        WriteProperty(json, "safeload:verdict", file.Verdict);
        WriteProperty(json, "safeload:complete", file.Complete ? "true" : "false");
        if (file.Report is { } report)
        {
            WriteProperty(json, "safeload:scan_id", report.ScanId);
            WriteProperty(json, "safeload:format", report.FormatName);
        }
        output.Write(json.Raw("]}"u8).Written);
        WriteVulnerabilities(file, reference);
    }

    public void End(ScanSummary summary)
    {
        output.WriteText("],\n\"vulnerabilities\":[");
        _vulnerabilities.CopyTo(output.Stream);
        _vulnerabilities.Dispose();
        output.WriteText("]}\n");
    }

    private void WriteVulnerabilities(ScannedFile file, string reference)
    {
        int number = 0;
        if (file.Report is null) Write(DiagnosticTable.Of(DiagnosticId.CannotRead), ReportText.Of(file.Problem ?? ""), null);
        foreach (Finding finding in file.Report?.Findings ?? []) Write(DiagnosticTable.Of(finding.Id), ReportText.Line(finding), null);
        if (!settings.ShowSuppressed) return;
        foreach (SuppressedFinding suppressed in file.Suppressed)
            Write(DiagnosticTable.Of(suppressed.Finding.Id), ReportText.Line(suppressed.Finding), ReportText.Reason(suppressed));

        void Write(DiagnosticRow rule, string description, string? reason)
        {
            var json = new JsonOutput();
            json.Raw(_vulnerabilities.IsEmpty ? "\n{"u8 : ",\n{"u8).Member("bom-ref"u8)
                .Text(string.Create(CultureInfo.InvariantCulture, $"{reference}-{++number}")).Member("id"u8).Text(rule.Number)
                .Member("source"u8).Raw("{"u8).Member("name"u8).Text(ToolInfo.Name).Raw("}"u8)
                .Member("ratings"u8).Raw("[{"u8).Member("severity"u8).Text(SeverityOf(rule.SecuritySeverity)).Member("method"u8)
                .Text("other").Raw("}]"u8)
                .Member("description"u8).Text(description).Member("detail"u8).Text($"{rule.Meaning} {rule.Help}").Member("recommendation"u8)
                .Text(rule.Advice);
            if (reason is not null)
                json.Member("analysis"u8).Raw("{"u8).Member("state"u8).Text("not_affected").Member("detail"u8).Text(reason).Raw("}"u8);
            json.Member("affects"u8).Raw("[{"u8).Member("ref"u8).Text(reference).Raw("}]}"u8);
            _vulnerabilities.Stream.Write(json.Written);
        }
    }

    private static string SeverityOf(double score) => score > 9 ? "critical" : score >= 7 ? "high" : score >= 4 ? "medium" : "low";

    private static void WriteProperty(JsonOutput json, string name, string value) =>
        json.Separate().Raw("{"u8).Member("name"u8).Text(name).Member("value"u8).Text(value).Raw("}"u8);
}
