using System.CommandLine;

namespace SafeLoad.Cli.Commands;

/// <summary>Every command, in the order in which the help lists them.</summary>
internal static class CommandTable
{
    private static readonly (string Name, Func<Terminal, Command> Create)[] s_rows =
    [
        ("scan", ScanCommand.Create), ("inspect", InspectCommand.Create), ("disasm", DisasmCommand.Create),
        ("clean", CleanCommand.Create), ("convert", ConvertCommand.Create), ("split", SplitCommand.Create), ("join", JoinCommand.Create),
        ("rules", RulesCommand.Create), ("policy", PolicyCommand.Create), ("schema", SchemaCommand.Create),
        ("self-test", SelfTestCommand.Create),
    ];

    /// <summary>The commands that a command line can mean: the one that it begins with, or all of them.</summary>
    /// <remarks>Every one that is made costs the start of a command that never runs it.</remarks>
    /// <param name="args">The command line.</param>
    /// <param name="terminal">What the commands read from and write to.</param>
    public static IEnumerable<Command> For(string[] args, Terminal terminal)
    {
        foreach ((string name, Func<Terminal, Command> create) in s_rows)
        {
            if (args.Length > 0 && args[0] == name) return [create(terminal)];
        }
        return s_rows.Select(row => row.Create(terminal));
    }
}
