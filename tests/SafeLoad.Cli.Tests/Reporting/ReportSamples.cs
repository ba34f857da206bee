using System.Text;
using SafeLoad.Cli.Reporting;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Tests.Reporting;

/// <summary>Files as reporters get them, and what reporters make of them.</summary>
internal static class ReportSamples
{
    /// <summary>Everything that could act on a terminal, a log, a page, a table or a parser.</summary>
    public const string Hostile = "x\x1b[31m\x9b\r\n::error::forged\n##vso[task.setvariable variable=a]b\n"
        + "##[error]forged\u202e\u2028\u0085]]></failure><script>alert(1)</script>[a](http://x.y)|`code`@all #1 %0A;title=c,:\n---\n=cmd|' "
        + "/C calc'!A0\t\0\ud800 \udc00 \uffff\\";

    public static readonly ReportSettings Everything = new(ShowSuppressed: true, PolicyHash: new string('a', 64));

    private static readonly string s_sha256 = new('b', 64);

    /// <summary>A clean, a dangerous, an incomplete and an unreadable file, whose texts all hold what the file's author chose.</summary>
    public static ScannedFile[] Files(string chosen) =>
    [
        Clean($"dir/{chosen}/clean.pt"),
        Dangerous($"dir/{chosen}/a.pt", chosen),
        new ScannedFile($"b{chosen}",
            Report(CheckpointFormat.Zip, Verdict.Clean, false,
                new Finding(DiagnosticId.NotScanned, Verdict.Clean, chosen + " was not scanned",
                    new CheckpointLocation("f", chosen)) { Severity = Severity.Warning }), null),
        new ScannedFile($"c{chosen}", null, "Could not find " + chosen),
    ];

    public static ScannedFile Clean(string path) =>
        new(path, Report(CheckpointFormat.Zip, Verdict.Clean, true), null) { Sha256 = s_sha256 };

    public static ScannedFile Dangerous(string path, string chosen = "os.system")
    {
        var record = new CheckpointLocation(path, "archive/" + chosen, 419, "GLOBAL");
        ScanReport report = Report(CheckpointFormat.Zip, Verdict.Dangerous, true,
            new Finding(DiagnosticId.UnknownGlobal, Verdict.Suspicious, chosen + " is not known", record, chosen),
            new Finding(DiagnosticId.DangerousGlobal, Verdict.Dangerous, chosen + ": runs programs",
                new CheckpointLocation(path, null, 2, "GLOBAL"), "os." + chosen));
        var suppressed =
            new Finding(DiagnosticId.ArchivePrefix, Verdict.Suspicious, chosen + " precedes the archive", record);
        return new ScannedFile(path, report, null) { Sha256 =
            s_sha256, Suppressed = [new SuppressedFinding(suppressed, "policy", "known: " + chosen)] };
    }

    /// <summary>The whole report of some files, decoded strictly.</summary>
    public static string Write(string format, ReportSettings settings, params ScannedFile[] files)
    {
        var bytes = new MemoryStream();
        Write(Reporters.Create(format, new ReportOutput(bytes), settings), files);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray());
    }

    public static void Write(IScanReporter reporter, params ScannedFile[] files)
    {
        var summary = new ScanSummary();
        reporter.Begin();
        foreach (ScannedFile file in files)
        {
            summary.Add(file, file.Verdict == "clean" ? ExitCode.Done : ExitCode.Refused);
            reporter.Report(file);
        }
        reporter.End(summary);
    }

    private static ScanReport Report(CheckpointFormat format, Verdict verdict, bool complete, params Finding[] findings) =>
        new("f", 1, format, verdict, complete, new string('c', 64), 1, 0, findings,
            [.. findings.Where(static finding => finding.Global is not null)
                .Select(static finding => new NamedGlobal("os", finding.Global!, GlobalJudgement.Dangerous, finding.Location))]);
}
