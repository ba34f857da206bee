using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>A file of a scan: its report, or why it could not be read.</summary>
/// <param name="Path">The path as given or found.</param>
/// <param name="Report">What counts, after policy and baseline; null if the file could not be read.</param>
/// <param name="Problem">Why it could not be read; null if it could.</param>
internal sealed record ScannedFile(string Path, ScanReport? Report, string? Problem)
{
    /// <summary>SHA-256 of the file, in hex; null unless it was asked for.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The folder that was given and that the file was found in; null if the file was named itself.</summary>
    public string? Root { get; init; }

    /// <summary>Findings that the policy or the baseline took out of <see cref="Report"/>.</summary>
    public IReadOnlyList<SuppressedFinding> Suppressed { get; init; } = [];

    public string Verdict => Report is null ? "unreadable" : Report.Verdict.ToString().ToLowerInvariant();

    /// <summary>The verdict in a word for people. What nobody looked at is not called clean: nothing was found because nothing was
    /// read.</summary>
    public string Standing => IsNotScanned ? ScanSummary.NotScannedWord : Verdict;

    /// <summary>Whether nothing was found and a part was not looked at.</summary>
    public bool IsNotScanned => Report is { Verdict: SafeLoad.Scanning.Verdict.Clean, Complete: false };

    public bool Complete => Report is { Complete: true };
}
