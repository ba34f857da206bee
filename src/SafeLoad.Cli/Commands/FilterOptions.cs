using System.CommandLine;
using SafeLoad.Cli.Input;

namespace SafeLoad.Cli.Commands;

/// <summary><c>--include</c> and <c>--exclude</c>.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string[]> _include = new("--include") { Description =
        "Only files whose path below the folder, or name, matches; repeatable", HelpName = "GLOB", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "No files or folders whose path below the folder, or "
        + "name, matches; repeatable", HelpName = "GLOB", Arity = ArgumentArity.OneOrMore };

    public void AddTo(Command command)
    {
        command.Options.Add(_include);
        command.Options.Add(_exclude);
    }

    public PathFilter Read(ParseResult parsed) => new(Globs(parsed.GetValue(_include)), Globs(parsed.GetValue(_exclude)));

    private static Glob[] Globs(string[]? patterns) => [.. (patterns ?? []).Select(static pattern => new Glob(pattern))];
}
