using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>Scan reports as SARIF 2.1.0 (OASIS), for code scanning. Nothing is kept but notifications, and those on disk.</summary>
internal sealed class SarifReporter(ReportOutput output, ReportSettings settings) : IScanReporter
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private readonly Spool _notifications = new();
    private bool _anyResult;

    public void Begin()
    {
        var json = new JsonOutput();
        json.Raw("{"u8).Member("$schema"u8).Text(Schema).Member("version"u8).Text("2.1.0").Raw(",\n\"runs\":[{\"tool\":"u8);
        SarifRules.Write(json);
        output.Write(json.Raw(",\n\"results\":["u8).Written);
    }

    public void Report(ScannedFile file)
    {
        string uri = RelativeUri.Of(file.Path);
        if (file.Report is not { } report)
        {
            Notify(uri, "error", DiagnosticId.CannotRead, ReportText.Of(file.Problem ?? ""));
            return;
        }
        if (!report.Complete)
            Notify(uri, "warning", DiagnosticId.NotScanned, "not all of the file could be looked at; its results say what");
        foreach (Finding finding in report.Findings) Write(uri, report, finding, null);
        if (!settings.ShowSuppressed) return;
        foreach (SuppressedFinding suppressed in file.Suppressed) Write(uri, report, suppressed.Finding, suppressed);
    }

    public void End(ScanSummary summary)
    {
        var json = new JsonOutput();
        json.Raw("],\n\"invocations\":[{"u8).Member("executionSuccessful"u8).Bool(summary["unreadable"] == 0 && summary.Incomplete == 0)
            .Member("exitCode"u8).Number(summary.ExitCode).Member("toolExecutionNotifications"u8).Raw("["u8);
        output.Write(json.Written);
        _notifications.CopyTo(output.Stream);
        _notifications.Dispose();
        json.Clear();
        json.Raw("]}]"u8);
        if (settings.PolicyHash is not null)
            json.Member("properties"u8).Raw("{"u8).Member("policyHash"u8).Text(settings.PolicyHash).Raw("}"u8);
        output.Write(json.Raw("}]}\n"u8).Written);
    }

    private void Write(string uri, ScanReport report, Finding finding, SuppressedFinding? suppressed)
    {
        CheckpointLocation at = finding.Location;
        var json = new JsonOutput();
        json.Raw(_anyResult ? ",\n{"u8 : "\n{"u8).Member("ruleId"u8).Text(ReportText.Number(finding)).Member("ruleIndex"u8)
            .Number(DiagnosticTable.IndexOf(finding.Id))
            .Member("level"u8).Text(ReportText.Level(finding)).Member("message"u8);
        _anyResult = true;
        WriteMessage(json, ReportText.Line(finding));
        json.Member("locations"u8).Raw("[{"u8).Member("physicalLocation"u8).Raw("{"u8).Member("artifactLocation"u8).Raw("{"u8)
            .Member("uri"u8).Text(uri).Raw("}"u8);
        // Inside of an archive the offset counts from the record, which no viewer can open.
        if (at is { Record: null, Offset: >= 0 and { } offset })
            json.Member("region"u8).Raw("{"u8).Member("byteOffset"u8).Number(offset).Raw("}"u8);
        json.Raw("}"u8);
        WriteLogicalLocations(json, finding);
        json.Raw("}]"u8).Member("partialFingerprints"u8).Raw("{"u8).Member("safeloadFinding/v1"u8)
            .Text(Fingerprint.Of(report.ScanId, finding)).Raw("}"u8);
        if (suppressed is not null)
            json.Member("suppressions"u8).Raw("[{"u8).Member("kind"u8).Text("external").Member("justification"u8)
                .Text(ReportText.Reason(suppressed)).Raw("}]"u8);
        output.Write(json.Raw("}"u8).Written);
    }

    private static void WriteLogicalLocations(JsonOutput json, Finding finding)
    {
        string place = ReportText.Place(finding.Location with { Opcode = null }).Replace(" @", "@", StringComparison.Ordinal);
        if (place.Length == 0 && finding.Global is null) return;
        json.Member("logicalLocations"u8).Raw("["u8);
        if (place.Length > 0) json.Raw("{"u8).Member("fullyQualifiedName"u8).Text(place).Member("kind"u8).Text("member").Raw("}"u8);
        if (finding.Global is not null)
            json.Separate().Raw("{"u8).Member("fullyQualifiedName"u8).Text(ReportText.Of(finding.Global)).Member("kind"u8).Text("function")
                .Raw("}"u8);
        json.Raw("]"u8);
    }

    private void Notify(string uri, string level, DiagnosticId id, string text)
    {
        var json = new JsonOutput();
        json.Raw(_notifications.IsEmpty ? "\n{"u8 : ",\n{"u8).Member("level"u8).Text(level).Member("associatedRule"u8).Raw("{"u8)
            .Member("id"u8).Text(DiagnosticTable.Of(id).Number)
            .Member("index"u8).Number(DiagnosticTable.IndexOf(id)).Raw("}"u8).Member("message"u8);
        WriteMessage(json, text);
        json.Member("locations"u8).Raw("[{"u8).Member("physicalLocation"u8).Raw("{"u8).Member("artifactLocation"u8).Raw("{"u8)
            .Member("uri"u8).Text(uri).Raw("}}}]}"u8);
        _notifications.Stream.Write(json.Written);
    }

    // In a message [text](target) is a link (3.11.6).
    private static void WriteMessage(JsonOutput json, string text) =>
        json.Raw("{"u8).Member("text"u8)
            .Text(text.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)).Raw("}"u8);
}
