using SafeLoad.Cli.Reporting;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Commands;

/// <summary>One run of <c>scan</c>: files in order, one report each, one exit code for all.</summary>
internal sealed class ScanRun(Terminal terminal, IReadOnlyList<IScanReporter> reporters, string failOn, ScanOptions options)
{
    public int Run(IReadOnlyList<string> paths)
    {
        var summary = new ScanSummary();
        foreach (IScanReporter reporter in reporters) reporter.Begin();
        foreach (string path in paths)
        {
            foreach (ScannedFile file in ScanAll(path))
            {
                summary.Add(file, CodeOf(file));
                foreach (IScanReporter reporter in reporters) reporter.Report(file);
            }
        }
        if (summary.Files == 0) summary.ExitCode = ExitCode.Nothing;
        foreach (IScanReporter reporter in reporters) reporter.End(summary);
        return summary.ExitCode;
    }

    private IEnumerable<ScannedFile> ScanAll(string path)
    {
        IReadOnlyList<string> files = [];
        ScannedFile? unreadable = null;
        try
        {
            files = FileWalk.Expand(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            unreadable = new ScannedFile(path, null, problem.Message.ReplaceLineEndings(" "));
        }
        if (unreadable is not null) yield return unreadable;
        foreach (string file in files)
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            yield return Scan(file);
        }
    }

    private ScannedFile Scan(string path)
    {
        if (Directory.Exists(path)) return new ScannedFile(path, null, "a link to a folder outside of the one that is scanned; it is not followed");
        try
        {
            return new ScannedFile(path, Scanner.Scan(path, options), null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new ScannedFile(path, null, problem.Message.ReplaceLineEndings(" "));
        }
    }

    // The table of verdicts and completeness that the contract has.
    private int CodeOf(ScannedFile file) => file.Report switch
    {
        null or { Verdict: Verdict.Malformed } => ExitCode.NotAnswered,
        { Verdict: Verdict.Dangerous } when failOn != "never" => ExitCode.Refused,
        { Verdict: Verdict.Suspicious } when failOn == "suspicious" => ExitCode.Refused,
        { Complete: false } => ExitCode.NotAnswered,
        _ => ExitCode.Done,
    };
}
