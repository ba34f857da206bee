using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>A file of a scan: its report, or why it could not be read.</summary>
internal sealed record ScannedFile(string Path, ScanReport? Report, string? Problem)
{
    public string Verdict => Report is null ? "unreadable" : Report.Verdict.ToString().ToLowerInvariant();

    public bool Complete => Report is { Complete: true };
}
