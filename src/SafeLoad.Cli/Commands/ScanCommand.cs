using System.CommandLine;
using System.Diagnostics;
using SafeLoad.Cli.Policies;
using SafeLoad.Cli.Reporting;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload scan PATH...</c>: is a file safe to hand on?</summary>
internal static class ScanCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new InputOptions("Files, folders and patterns (*, ?, [a-z], **) to scan; - for a file on stdin");
        var filter = new FilterOptions();
        var limits = new LimitOptions();
        var policies = new PolicyOptions();
        Option<string> format = CommonOptions.Format(Reporters.Formats);
        Option<string[]> output = OutputOption.Create();
        Option<string?> failOn = new Option<string?>("--fail-on") { Description =
            "The least verdict that exits with 1 (default: what the policy says, or suspicious)" }.AcceptOnlyFromAmong(FailOn.Choices);
        var exitZero = new Option<bool>("--exit-zero") { Description = "Exit with 0 whatever is found" };
        var hash =
            new Option<bool>("--hash") { Description = "Report the SHA-256 of every byte, and compare it with a hash in the file's name" };
        var name = new Option<string?>("--name") { Description =
            "The name that the file on stdin will have: what it promises is held to it", HelpName = "NAME" };
        Option<string?> expect = new Option<string?>("--expect") { Description =
            "checkpoint: whatever holds no weights is malformed, whatever its name is" }.AcceptOnlyFromAmong("checkpoint");
        Option<string> color = CommonOptions.Color();
        Option<bool> noProgress = CommonOptions.NoProgress();
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Write no report to stdout: the exit code answers" };
        var command = new Command("scan", """
            Is it safe to hand on? Finds what a file would run in a loader that trusts it. Nothing is run.

            Exit codes: 0 clean, 1 dangerous or suspicious, 2 malformed or not all of it could be looked at, 3 nothing to scan, 4 usage.

            Examples:
              safeload scan model.pt
              curl -L https://example.org/model.pt | safeload scan - --name model.pt
              safeload scan --fail-on dangerous models/
              safeload scan -f ndjson models/ > report.ndjson
              safeload scan --include '*.pt' --timeout 60 --max-file-size 20GB models/
              safeload scan --policy safeload.yml --baseline known.json models/
              safeload scan -o sarif=safeload.sarif -o junit=safeload.xml models/
            """)
        { format, output, failOn, exitZero, hash, name, expect, color, noProgress, quiet };
        input.AddTo(command);
        filter.AddTo(command);
        limits.AddTo(command);
        policies.AddTo(command);
        command.SetAction(parsed =>
        {
            Triage triage = policies.Read(parsed, terminal);
            var settings =
                new ReportSettings(Terminal.UseColor(parsed.GetValue(color)!), policies.ShowsSuppressed(parsed), triage.PolicyHash);
            IEnumerable<InputFile> files = input.ReadFiles(parsed, filter.Read(parsed), terminal);
            ReportOutput stdout = parsed.GetValue(quiet) ? new ReportOutput(Stream.Null) : terminal.Output;
            using var reports = new ReportFiles(parsed.GetValue(output) ?? [], parsed.GetValue(format)!, stdout, settings);
            reports.Refuse(input.Named(parsed));
            var scan = new FileScan(terminal, Expected(limits.Read(parsed), parsed.GetValue(expect)), parsed.GetValue(hash),
                NameOf(input, parsed, parsed.GetValue(name)));
            long start = Stopwatch.GetTimestamp();
            var progress =
                new ScanProgress(terminal, Terminal.ShowsProgress && !parsed.GetValue(noProgress), () => Stopwatch.GetElapsedTime(start));
            var run = new ScanRun(reports.All, scan, triage, progress, new FailOn(parsed.GetValue(failOn) ?? triage.FailOn),
                limits.ReadJobs(parsed), terminal.Cancellation);
            int code = run.Run(files);
            triage.WriteBaseline();
            reports.Finish();
            return parsed.GetValue(exitZero) && code != ExitCode.Nothing ? ExitCode.Done : code;
        });
        return command;
    }

    private static ScanOptions Expected(ScanOptions options, string? expect) =>
        expect is null ? options : options with { ExpectsWeights = true };

    private static string? NameOf(InputOptions input, ParseResult parsed, string? name) =>
        name is null || input.Named(parsed).Contains("-") ? name
        : throw new UsageException($"--name {Checkpoint.Escape(name)}: it names the file on stdin, so - must be among the files");
}
