using System.Globalization;
using SafeLoad.Cli.Input;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Reporting;

/// <summary>Texts of findings for people, in which nothing that a file chose can act on a terminal, a log or a page.</summary>
internal static class ReportText
{
    private const int MostMessage = 2000, MostPath = 4096;

    /// <summary>A text that a file chose, on one line and without control and bidirectional characters.</summary>
    // CI systems take ##vso[ and ##[ for commands wherever they stand in a line.
    public static string Of(string text, int maxLength = 400) =>
        Checkpoint.Escape(text, maxLength).Replace("##", @"#\x23", StringComparison.Ordinal);

    /// <summary>A path, with forward slashes: a backslash would come out doubled.</summary>
    public static string Path(string path) => Of(path.Replace(System.IO.Path.DirectorySeparatorChar, '/'), MostPath);

    /// <summary>A finding's message. It is safe to print already; what is not is escaped once more.</summary>
    public static string Message(Finding finding)
    {
        string escaped = Checkpoint.Escape(finding.Message, MostMessage), once = escaped.Replace(@"\\", @"\", StringComparison.Ordinal);
        return (once == finding.Message ? once : escaped).Replace("##", @"#\x23", StringComparison.Ordinal);
    }

    /// <summary>Where in its file something was found: <c>archive/data.pkl @0x1A3 GLOBAL</c>; empty if that is unknown.</summary>
    public static string Place(CheckpointLocation at)
    {
        string record = at.Record is null ? "" : Of(at.Record, 200);
        string offset = at.Offset is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" @0x{bytes:X}") : "";
        return (record + offset + (at.Opcode is null ? "" : " " + at.Opcode)).Trim();
    }

    /// <summary>Message and place together.</summary>
    public static string Line(Finding finding) =>
        Place(finding.Location) is { Length: > 0 } place ? $"{Message(finding)} ({place})" : Message(finding);

    /// <summary>The level's name: <c>error</c>, <c>warning</c> or <c>note</c>.</summary>
    public static string Level(Finding finding) =>
        finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };

    public static string Number(Finding finding) => DiagnosticRow.NumberOf(finding.Id);

    /// <summary>The finding to act on first; null if there is none.</summary>
    public static Finding? Worst(ScanReport? report) =>
        report?.Findings.OrderByDescending(static finding => finding.Verdict).ThenByDescending(static finding => finding.Severity)
        .ThenByDescending(static finding => DiagnosticTable.Of(finding.Id).SecuritySeverity).FirstOrDefault();

    /// <summary>What to do about a finding, with a command that shows the very place where it was found.</summary>
    public static string Advice(ScannedFile file, Finding finding)
    {
        const string command = "safeload disasm ", placeholder = command + "FILE";
        string advice = DiagnosticTable.Of(finding.Id).Advice;
        return advice.Contains(placeholder, StringComparison.Ordinal) && PickleAddress.Word(file.Path, finding.Location) is { } word
            && Of(word, MostPath) == word ? advice.Replace(placeholder, command + word, StringComparison.Ordinal) : advice;
    }

    /// <summary>Why a finding does not count.</summary>
    public static string Reason(SuppressedFinding suppressed) =>
        $"suppressed by {Of(suppressed.By)}" + (suppressed.Reason.Length == 0 ? "" : ": " + Of(suppressed.Reason));

    /// <summary>The totals on one line.</summary>
    public static string Totals(ScanSummary summary)
    {
        if (summary.Files == 0) return "nothing to scan";
        // What nobody looked at has a count of its own, and is none of the clean ones.
        var counts = new List<string>();
        foreach (string verdict in ScanSummary.Verdicts)
            Add(verdict, summary[verdict] - (verdict == "clean" ? summary.NotScanned : 0));
        Add(ScanSummary.NotScannedWord, summary.NotScanned);
        int others = summary.Incomplete - summary.NotScanned - summary["unreadable"];
        string incomplete = others > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {others:N0} incomplete") : "";
        return $"{Sizes.Count(summary.Files, "file")}: {string.Join(", ", counts)}{incomplete}";

        void Add(string word, int count)
        {
            if (count > 0) counts.Add(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {word}"));
        }
    }
}
