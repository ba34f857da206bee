using System.CommandLine;

namespace SafeLoad.Cli.Commands;

/// <summary>Where a command that writes a checkpoint writes it.</summary>
internal sealed class WriteOptions
{
    private readonly Option<string> _output =
        new("--output", "-o") { Description = "The file to write", HelpName = "OUT", Required = true };
    private readonly Option<bool> _force = new("--force") { Description = "Replace OUT if it exists" };
    private readonly Option<bool> _noProgress = CommonOptions.NoProgress();

    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_force);
        command.Add(_noProgress);
    }

    /// <summary>What was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="nameInFolder">Where OUT may be a folder, and is made where it is missing: the name of the file in it.</param>
    /// <exception cref="UsageException">OUT is a folder, or its folder is missing.</exception>
    public WriteTarget Read(ParseResult parsed, string? nameInFolder = null)
    {
        string output = parsed.GetValue(_output)!;
        if (output == "-") throw new UsageException("-o -: safeload writes files, not to stdout; ./- is a file of that name.");
        WriteTarget.CheckIsNoDevice(output);
        bool isFolder = Directory.Exists(output);
        if (nameInFolder is not null && (isFolder || Path.EndsInDirectorySeparator(output))) output = Path.Combine(output, nameInFolder);
        else if (isFolder) throw new UsageException($"{Checkpoint.Escape(output)} is a folder; name the file that is to be written.");
        if (Path.GetFileName(output).Length == 0) throw new UsageException("-o: expected the name of a file.");
        if (nameInFolder is null && Path.GetDirectoryName(Path.GetFullPath(output)) is { } folder && !Directory.Exists(folder))
            throw new UsageException($"there is no folder {Checkpoint.Escape(folder)}.");
        return new WriteTarget(output, parsed.GetValue(_force), !parsed.GetValue(_noProgress));
    }
}
