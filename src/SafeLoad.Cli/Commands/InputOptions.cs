using System.CommandLine;
using SafeLoad.Cli.Input;

namespace SafeLoad.Cli.Commands;

/// <summary>Which files a command works on: paths, and <c>--files-from</c>.</summary>
internal sealed class InputOptions
{
    private readonly Argument<string[]> _paths;
    private readonly Option<string?> _filesFrom =
        new("--files-from") { Description = "Read paths from a file, one a line; - for stdin", HelpName = "FILE|-" };
    private readonly Option<bool> _null = new("--null") { Description = "Paths in --files-from end with NUL, not newline" };

    public InputOptions(string description) =>
        _paths = new Argument<string[]>("PATH") { Description = description, Arity = ArgumentArity.ZeroOrMore };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_paths);
        command.Options.Add(_filesFrom);
        command.Options.Add(_null);
    }

    /// <summary>The paths, in the order given.</summary>
    /// <exception cref="UsageException">There are none, or the list cannot be read.</exception>
    public IReadOnlyList<string> Read(ParseResult parsed, Terminal terminal) => [.. Arguments(parsed), .. Listed(parsed, terminal)];

    /// <summary>The files that the paths stand for, found while they are asked for. <c>-</c> among the arguments is stdin;
    /// in a list it is a file's name.</summary>
    /// <exception cref="UsageException">There are no paths, or the list cannot be read.</exception>
    public IEnumerable<InputFile> ReadFiles(ParseResult parsed, PathFilter filter, Terminal terminal)
    {
        string[] paths = Arguments(parsed);
        if (paths.Count(static path => path == "-") + (parsed.GetValue(_filesFrom) == "-" ? 1 : 0) > 1)
            throw new UsageException("stdin (-) can be read once only");
        return paths.SelectMany(path => path == "-" ? [new InputFile(path, IsStandardInput: true)] : InputFiles.Of(path, filter))
            .Concat(Listed(parsed, terminal).SelectMany(path => InputFiles.Of(path, filter)));
    }

    /// <summary>The paths that stand on the command line itself.</summary>
    public IEnumerable<string> Named(ParseResult parsed) => parsed.GetValue(_paths) ?? [];

    private string[] Arguments(ParseResult parsed)
    {
        string[] paths = parsed.GetValue(_paths) ?? [];
        // The parser takes what it does not know for a path.
        if (Array.Find(paths, static path => path.StartsWith('-') && path.Length > 1 && !Path.Exists(path)) is { } option)
            throw new UsageException($"unknown option {option} (for a file of that name, write ./{option})");
        if (paths.Length == 0 && parsed.GetValue(_filesFrom) is null)
            throw new UsageException("no files given; name at least one, or use --files-from");
        return paths;
    }

    private IEnumerable<string> Listed(ParseResult parsed, Terminal terminal) =>
        parsed.GetValue(_filesFrom) is { } list ? PathList.Open(list, parsed.GetValue(_null) ? '\0' : '\n', terminal) : [];
}
