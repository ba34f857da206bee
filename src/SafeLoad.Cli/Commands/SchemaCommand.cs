using System.CommandLine;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload schema [NAME]</c>: the JSON schemas of what the command writes.</summary>
internal static class SchemaCommand
{
    private static readonly (string Name, string What)[] s_all =
    [
        ("safeload.scan/1", "scan -f json (the document) and -f ndjson (a line: #/$defs/file)"),
        ("safeload.inspect/1", "inspect -f json (an array of it) and -f ndjson (a line)"),
        ("safeload.write/1", "convert, split and join --report FILE"),
        ("safeload.self-test/1", "self-test -f json"),
    ];

    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("NAME") { Description = "A schema, such as safeload.scan/1 (default: lists them)", Arity =
            ArgumentArity.ZeroOrOne };
        var command = new Command("schema", """
            The JSON schema (draft 2020-12) of a report.

            Examples:
              safeload schema
              safeload schema safeload.scan/1 > scan.schema.json
            """)
        { name };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(name)));
        return command;
    }

    private static int Run(Terminal terminal, string? name)
    {
        if (name is null)
        {
            foreach (var (known, what) in s_all) terminal.WriteLine($"{known,-20} {what}");
            return ExitCode.Done;
        }
        // Only a name of the list is looked up.
        string file = Array.Find(s_all, entry => entry.Name == name).Name?.Replace('/', '-')
            ?? throw new UsageException(
                $"there is no schema '{Checkpoint.Escape(name)}'; there are {string.Join(", ", s_all.Select(static entry => entry.Name))}");
        using Stream schema = typeof(SchemaCommand).Assembly.GetManifestResourceStream(file + ".json")!;
        schema.CopyTo(terminal.Output.Stream);
        return ExitCode.Done;
    }
}
