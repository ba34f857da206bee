using System.CommandLine;
using SafeLoad.Cli.Reporting;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload scan PATH...</c>: is a file safe to hand on?</summary>
internal static class ScanCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new InputOptions("Files and folders to scan");
        Option<string> format = CommonOptions.Format(Reporters.Formats);
        Option<string> failOn = new Option<string>("--fail-on") { Description = "The least verdict that exits with 1", DefaultValueFactory = _ => "suspicious" }.AcceptOnlyFromAmong("suspicious", "dangerous", "never");
        var exitZero = new Option<bool>("--exit-zero") { Description = "Exit with 0 whatever is found" };
        var maxDepth = new Option<int>("--max-depth") { Description = "How many archives inside of archives are opened", HelpName = "N", DefaultValueFactory = _ => ScanOptions.Default.MaxDepth };
        Option<string> color = CommonOptions.Color();
        var command = new Command("scan", """
            Is it safe to hand on? Finds what a file would run in a loader that trusts it. Nothing is run.

            Exit codes: 0 clean, 1 dangerous or suspicious, 2 malformed or not all of it could be looked at, 3 nothing to scan, 4 usage.

            Examples:
              safeload scan model.pt
              safeload scan --fail-on dangerous models/
              safeload scan -f ndjson models/ > report.ndjson
            """)
        { format, failOn, exitZero, maxDepth, color, CommonOptions.NoProgress() };
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = new ReportSettings(Terminal.UseColor(parsed.GetValue(color)!));
            IScanReporter[] reporters = [Reporters.Create(parsed.GetValue(format)!, terminal.Output, settings)];
            var scan = new ScanRun(terminal, reporters, parsed.GetValue(failOn)!, new ScanOptions { MaxDepth = parsed.GetValue(maxDepth) });
            int code = scan.Run(input.Read(parsed));
            return parsed.GetValue(exitZero) && code != ExitCode.Nothing ? ExitCode.Done : code;
        });
        return command;
    }
}
