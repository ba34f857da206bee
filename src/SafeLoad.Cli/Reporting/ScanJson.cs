using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>Scan reports as JSON (<c>safeload.scan/1</c>): one document, or one line a file.</summary>
internal sealed class ScanJson(ReportOutput output, ReportSettings settings, bool lines) : IScanReporter
{
    private readonly JsonOutput _repositories = new(), _file = new();
    private bool _any;

    public void Begin()
    {
        if (lines) return;
        var json = new JsonOutput();
        json.Raw("{"u8).Member("schema"u8).Text("safeload.scan/1").Member("tool"u8).Raw("{"u8).Member("name"u8).Text(ToolInfo.Name)
            .Member("version"u8).Text(ToolInfo.Version).Raw("}"u8);
        if (settings.PolicyHash is not null) json.Member("policy_sha256"u8).Text(settings.PolicyHash);
        output.Write(json.Raw(",\n\"files\":["u8).Written);
    }

    public void Report(ScannedFile file)
    {
        JsonOutput json = _file;
        json.Clear();
        if (!lines && _any) json.Raw(",\n"u8);
        _any = true;
        json.Raw("{"u8).Member("path"u8).Text(file.Path);
        if (file.Sha256 is not null) json.Member("sha256"u8).Text(file.Sha256);
        if (file.Report is { } report) Write(json, report);
        else WriteUnreadable(json, file);
        if (settings.ShowSuppressed) WriteSuppressed(json, file.Suppressed);
        else if (file.Suppressed.Count > 0) json.Member("suppressed_count"u8).Number(file.Suppressed.Count);
        json.Raw(lines ? "}\n"u8 : "}"u8);
        output.Write(json.Written);
    }

    public void Repository(RepositoryReport repository)
    {
        if (lines) return;
        if (_repositories.Written.Length > 0) _repositories.Raw(",\n"u8);
        _repositories.Raw("{"u8).Member("path"u8).Text(repository.Path).Member("verdict"u8).Text(repository.Verdict).Member("complete"u8)
            .Bool(repository.Complete)
            .Member("files"u8).Number(repository.Files).Member("python_files"u8).Number(repository.CodeFiles).Raw("}"u8);
    }

    public void End(ScanSummary summary)
    {
        if (lines) return;
        var json = new JsonOutput();
        json.Raw("]"u8);
        if (_repositories.Written.Length > 0) json.Raw(",\n\"repositories\":["u8).Raw(_repositories.Written).Raw("]"u8);
        json.Raw(",\n\"summary\":{"u8).Member("files"u8).Number(summary.Files);
        foreach (string verdict in ScanSummary.Verdicts) json.Member(System.Text.Encoding.ASCII.GetBytes(verdict)).Number(summary[verdict]);
        json.Member("incomplete"u8).Number(summary.Incomplete).Member("exit_code"u8).Number(summary.ExitCode).Raw("}}\n"u8);
        output.Write(json.Written);
    }

    private static void Write(JsonOutput json, ScanReport report)
    {
        json.Member("scan_id"u8).Text(report.ScanId).Member("size"u8).Number(report.Size).Member("format"u8).Text(report.FormatName)
            .Member("verdict"u8).Text(report.Verdict.ToString().ToLowerInvariant()).Member("complete"u8).Bool(report.Complete)
            .Member("bytes_read"u8).Number(report.BytesRead).Member("bytes_skipped_as_storage"u8).Number(report.BytesSkippedAsStorage)
            .Member("bytes_decoded"u8).Number(report.BytesDecoded).Member("bytes_storage"u8).Number(report.BytesStorage)
            .Member("bytes_structure"u8).Number(report.BytesStructure).Member("bytes_not_looked_at"u8).Number(report.BytesNotLookedAt)
            .Member("findings"u8).Raw("["u8);
        foreach (Finding finding in report.Findings)
        {
            Write(json.Separate().Raw("{"u8), finding);
            json.Raw("}"u8);
        }
        json.Raw("]"u8).Member("globals"u8).Raw("["u8);
        foreach (NamedGlobal global in report.Globals)
        {
            json.Separate().Raw("{"u8).Member("module"u8).Text(global.Module).Member("name"u8).Text(global.Name).Member("judgement"u8)
                .Text(global.Judgement.ToString().ToLowerInvariant());
            Place(json, global.Location);
            json.Raw("}"u8);
        }
        json.Raw("]"u8);
    }

    private static void WriteUnreadable(JsonOutput json, ScannedFile file) =>
        json.Member("verdict"u8).Text("unreadable").Member("complete"u8).Bool(false).Member("findings"u8).Raw("[{"u8)
            .Member("rule"u8).Text("SL9001").Member("severity"u8).Text("warning").Member("message"u8).Text(file.Problem).Raw("}]"u8)
            .Member("globals"u8).Raw("[]"u8);

    private static void WriteSuppressed(JsonOutput json, IReadOnlyList<SuppressedFinding> all)
    {
        json.Member("suppressed"u8).Raw("["u8);
        foreach (SuppressedFinding suppressed in all)
        {
            Write(json.Separate().Raw("{"u8), suppressed.Finding);
            json.Member("by"u8).Text(suppressed.By).Member("reason"u8).Text(suppressed.Reason).Raw("}"u8);
        }
        json.Raw("]"u8);
    }

    private static void Write(JsonOutput json, Finding finding)
    {
        json.Member("rule"u8).Text(ReportText.Number(finding)).Member("severity"u8).Text(ReportText.Level(finding)).Member("message"u8)
            .Text(finding.Message);
        Place(json, finding.Location);
        if (finding.Global is not null) json.Member("global"u8).Text(finding.Global);
    }

    private static void Place(JsonOutput json, CheckpointLocation at)
    {
        if (at.Record is not null) json.Member("record"u8).Text(at.Record);
        if (at.Offset is { } offset) json.Member("offset"u8).Number(offset);
    }
}
