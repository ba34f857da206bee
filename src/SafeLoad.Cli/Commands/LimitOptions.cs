using System.CommandLine;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Commands;

/// <summary>What scanning one file may cost. A limit that is hit leaves the file incomplete.</summary>
internal sealed class LimitOptions
{
    private const int MostJobs = 1024;
    private static readonly double s_mostSeconds = TimeSpan.FromDays(1000).TotalSeconds;

    private readonly Option<int> _maxDepth = new("--max-depth") { Description =
        "How many archives inside of archives are opened", HelpName = "N", DefaultValueFactory = static _ => ScanOptions.Default.MaxDepth };
    private readonly Option<double?> _timeout = new("--timeout") { Description = "The most time for one file", HelpName = "SECONDS" };
    private readonly Option<string?> _maxMemory = new("--max-memory") { Description =
        "The most memory: the managed heap of the whole process, for all files that are scanned at once (500MB, 2GiB)", HelpName = "SIZE" };
    private readonly Option<string?> _maxFileSize =
        new("--max-file-size") { Description = "Do not look into larger files (500MB, 2GiB)", HelpName = "SIZE" };
    private readonly Option<int?> _jobs =
        new("--jobs") { Description = "How many files are scanned at once (default: as many as there are processors)", HelpName = "N" };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _maxDepth, _timeout, _maxMemory, _maxFileSize, _jobs }) command.Options.Add(option);
    }

    /// <exception cref="UsageException">A value makes no sense.</exception>
    public ScanOptions Read(ParseResult parsed)
    {
        double? seconds = parsed.GetValue(_timeout);
        if (seconds is { } given && !(given > 0 && given <= s_mostSeconds))
            throw new UsageException("--timeout: expected a number of seconds above 0");
        return new ScanOptions
        {
            MaxDepth = parsed.GetValue(_maxDepth),
            Timeout = seconds is { } time ? TimeSpan.FromSeconds(time) : null,
            MaxMemory = ByteSize.Parse("--max-memory", parsed.GetValue(_maxMemory)),
            MaxFileSize = ByteSize.Parse("--max-file-size", parsed.GetValue(_maxFileSize)),
        };
    }

    /// <exception cref="UsageException">The number makes no sense.</exception>
    public int ReadJobs(ParseResult parsed) =>
        (parsed.GetValue(_jobs) ?? Math.Min(Environment.ProcessorCount, MostJobs)) is >= 1 and <= MostJobs and var jobs
        ? jobs : throw new UsageException($"--jobs: expected a number from 1 to {MostJobs}");
}
