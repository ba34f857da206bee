using System.CommandLine;

namespace SafeLoad.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<string> Format(params string[] formats)
    {
        var option = new Option<string>("--format", "-f") { Description = "Output format", HelpName =
            string.Join('|', formats), DefaultValueFactory = _ => formats[0] };
        return option.AcceptOnlyFromAmong(formats);
    }

    public static Option<string> Color() =>
        new Option<string>("--color") { Description = "Colour the text output", DefaultValueFactory =
            _ => "auto" }.AcceptOnlyFromAmong("auto", "always", "never");

    public static Option<bool> NoProgress() => new("--no-progress") { Description = "Show no progress" };
}
