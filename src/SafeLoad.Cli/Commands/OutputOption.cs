using System.CommandLine;

namespace SafeLoad.Cli.Commands;

/// <summary><c>-o FILE</c> and <c>-o FORMAT=FILE</c>: reports to files.</summary>
internal static class OutputOption
{
    public static Option<string[]> Create() => new("--output", "-o")
    {
        Description = "Write the report to FILE instead of stdout; with FORMAT=FILE, another report beside it (repeatable)",
        HelpName = "FILE|FORMAT=FILE",
    };
}
