using System.CommandLine;
using System.Text;

namespace SafeLoad.Cli.Commands;

/// <summary>Which files a command works on: paths, and <c>--files-from</c>.</summary>
internal sealed class InputOptions
{
    private readonly Argument<string[]> _paths;
    private readonly Option<string?> _filesFrom = new("--files-from") { Description = "Read paths from a file, one a line; - for stdin", HelpName = "FILE|-" };
    private readonly Option<bool> _null = new("--null") { Description = "Paths in --files-from end with NUL, not newline" };

    public InputOptions(string description) => _paths = new Argument<string[]>("PATH") { Description = description, Arity = ArgumentArity.ZeroOrMore };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_paths);
        command.Options.Add(_filesFrom);
        command.Options.Add(_null);
    }

    /// <summary>The paths, in the order given.</summary>
    /// <exception cref="UsageException">There are none, or the list cannot be read.</exception>
    public IReadOnlyList<string> Read(ParseResult parsed)
    {
        var paths = new List<string>(parsed.GetValue(_paths) ?? []);
        // The parser takes what it does not know for a path.
        if (paths.Find(static path => path.StartsWith('-') && path.Length > 1 && !Path.Exists(path)) is { } option) throw new UsageException($"unknown option {option} (for a file of that name, write ./{option})");
        if (parsed.GetValue(_filesFrom) is { } list)
        {
            char separator = parsed.GetValue(_null) ? '\0' : '\n';
            foreach (string line in ReadAll(list).Split(separator))
            {
                string path = separator == '\n' ? line.TrimEnd('\r') : line;
                if (path.Length > 0) paths.Add(path);
            }
        }
        else if (paths.Count == 0) throw new UsageException("no files given; name at least one, or use --files-from");
        return paths;
    }

    private static string ReadAll(string list)
    {
        try
        {
            if (list != "-") return File.ReadAllText(list, Encoding.UTF8);
            using var reader = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--files-from: {problem.Message}");
        }
    }
}
