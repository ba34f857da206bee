using System.CommandLine;

namespace SafeLoad.Cli.Commands;

/// <summary>Where a command that writes a checkpoint writes it.</summary>
internal sealed class WriteOptions
{
    private readonly Argument<string> _input = new("IN") { Description = "A checkpoint: a file, an index of shards, a folder" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "The file to write", HelpName = "OUT", Required = true };
    private readonly Option<bool> _force = new("--force") { Description = "Replace OUT if it exists" };

    public void AddTo(Command command)
    {
        command.Add(_input);
        command.Add(_output);
        command.Add(_force);
    }

    /// <summary>The paths that were given.</summary>
    /// <exception cref="UsageException">They are one file, or OUT exists and may not be replaced, or its folder is missing.</exception>
    public (string Input, string Output, bool Force) Read(ParseResult parsed)
    {
        string input = parsed.GetValue(_input)!, output = parsed.GetValue(_output)!;
        bool force = parsed.GetValue(_force);
        if (Directory.Exists(output)) throw new UsageException($"{SafeText.Escape(output)} is a folder; name the file that is to be written.");
        if (Path.GetDirectoryName(Path.GetFullPath(output)) is { } folder && !Directory.Exists(folder)) throw new UsageException($"there is no folder {SafeText.Escape(folder)}.");
        if (RealPath(input) == RealPath(output)) throw new UsageException("OUT is IN by another name; write to another file.");
        if (!force && File.Exists(output)) throw new UsageException($"{SafeText.Escape(output)} exists; --force replaces it.");
        return (input, output, force);
    }

    // Through links, as far as the file system tells.
    private static string RealPath(string path) => File.Exists(path) && new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : Path.GetFullPath(path);
}
