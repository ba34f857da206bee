using SafeLoad.IO.Output;

namespace SafeLoad.Cli.Reporting;

/// <summary>A report that is written to a file: all of it or nothing. Until it is finished,
/// its bytes lie in the target's folder without a name.</summary>
internal sealed class ReportFile : IDisposable
{
    private readonly Spool _spool;
    private readonly string _option;

    /// <param name="path">The file to write.</param>
    /// <param name="option">The option that asked for it, for messages.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public ReportFile(string path, string option = "-o")
    {
        _option = option;
        if (path is "" or "-")
            throw new UsageException($"{option}: expected a file{(option == "-o" ? "; without -o the report goes to stdout" : "")}");
        Target = Path.GetFullPath(path);
        string shown = Checkpoint.Escape(path), folder = Path.GetDirectoryName(Target) ?? Target;
        if (Directory.Exists(Target) || Path.EndsInDirectorySeparator(path)) throw new UsageException($"{option} {shown}: is a folder");
        // The finished report takes the file's place; a device must keep its own.
        if (!OperatingSystem.IsWindows()
            && (Target.StartsWith("/dev/", StringComparison.Ordinal) || Target.StartsWith("/proc/", StringComparison.Ordinal)))
            throw new UsageException($"{option} {shown}: is no regular file");
        if (!Directory.Exists(folder)) throw new UsageException($"{option} {shown}: there is no folder {Checkpoint.Escape(folder)}");
        if (File.Exists(Target) && (File.GetAttributes(Target) & FileAttributes.ReadOnly) != 0)
            throw new UsageException($"{option} {shown}: may not be written");
        _spool = new Spool(folder);
        try
        {
            Output = new ReportOutput(_spool.Stream);
        }
        catch (IOException problem)
        {
            throw new UsageException($"{option} {shown}: {Checkpoint.Escape(problem.Message)}");
        }
    }

    /// <summary>The full path of the file.</summary>
    public string Target { get; }

    public ReportOutput Output { get; }

    /// <summary>Whether a path is the file's. Case does not count: some file systems do not know it,
    /// and to be refused does no harm.</summary>
    public bool Is(string path) =>
        path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal)
        && Path.GetFullPath(path).Equals(Target, StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts the finished report in its place, over what was there.</summary>
    /// <exception cref="IOException">The disk is full, or the folder is gone.</exception>
    public void Finish()
    {
        try
        {
            using AtomicFile file = AtomicFile.Create(Target, overwrite: true);
            _spool.CopyTo(file.Stream);
            file.Commit();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{_option} {Checkpoint.Escape(Target)}: {Checkpoint.Escape(problem.Message)}", problem);
        }
    }

    public void Dispose() => _spool.Dispose();
}
