namespace SafeLoad.Cli.Reporting;

/// <summary>All reports of one run: the one on stdout, and those that <c>-o</c> writes to files.</summary>
internal sealed class ReportFiles : IDisposable, IScanReporter
{
    private readonly List<ReportFile> _files = [];
    private readonly List<IScanReporter> _reporters = [];

    /// <param name="outputs">The values of <c>-o</c>: <c>FILE</c> or <c>FORMAT=FILE</c>.</param>
    /// <param name="format">The value of <c>--format</c>.</param>
    /// <param name="stdout">Stdout.</param>
    /// <param name="settings">What reports show. Files are not coloured.</param>
    /// <exception cref="UsageException">An output cannot be written, or is named twice.</exception>
    public ReportFiles(IReadOnlyList<string> outputs, string format, ReportOutput stdout, ReportSettings settings)
    {
        // This comes first: before anything is written of a file, it says whether that file is an output.
        _reporters.Add(this);
        bool isOnStdout = true;
        try
        {
            foreach (string output in outputs)
            {
                var (chosen, path) = Split(output);
                isOnStdout &= chosen is not null;
                if (_files.Exists(file => file.Is(path)))
                    throw new UsageException($"-o {Checkpoint.Escape(path)}: two reports to one file");
                var added = new ReportFile(path);
                _files.Add(added);
                _reporters.Add(Reporters.Create(chosen ?? format, added.Output, settings with { Color = false }));
            }
        }
        catch (UsageException)
        {
            Dispose();
            throw;
        }
        if (isOnStdout) _reporters.Insert(1, Reporters.Create(format, stdout, settings));
    }

    /// <summary>What takes part in the scan, in the order of writing.</summary>
    public IReadOnlyList<IScanReporter> All => _reporters;

    /// <summary>Refuses to write a report over a file that is to be scanned.</summary>
    /// <exception cref="UsageException">One of the paths is an output.</exception>
    public void Refuse(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            if (_files.Exists(file => file.Is(path)))
                throw new UsageException(
                    $"-o {Checkpoint.Escape(path)}: is to be scanned, and would be written over; give the report another name");
        }
    }

    /// <summary>Puts the finished reports in their places.</summary>
    /// <exception cref="IOException">One cannot be written.</exception>
    public void Finish()
    {
        foreach (ReportFile file in _files) file.Finish();
    }

    public void Begin() { }

    public void Report(ScannedFile file) => Refuse([file.Path]);

    public void End(ScanSummary summary) { }

    public void Dispose() => _files.ForEach(static file => file.Dispose());

    // A format that is misspelled must not become a file's name, and take the report from stdout.
    private static (string? Format, string Path) Split(string output)
    {
        int equals = output.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || !output[..equals].All(char.IsAsciiLetter)) return (null, output);
        string format = output[..equals];
        if (Reporters.Formats.Contains(format)) return (format, output[(equals + 1)..]);
        throw new UsageException(
            $"-o {Checkpoint.Escape(output)}: there is no format '{format}' "
                + $"(for a file of that name, write ./{Checkpoint.Escape(output)})");
    }
}
