using SafeLoad.Cli.Input;
using SafeLoad.Cli.Policies;
using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.Commands;

/// <summary>One run of <c>scan</c>: files in order, one report each, one exit code for all.</summary>
internal sealed class ScanRun(IReadOnlyList<IScanReporter> reporters, FileScan scan, Triage triage, ScanProgress progress, FailOn failOn,
    int jobs, CancellationToken cancellation)
{
    // Beyond the files that are worked on, some that are done and wait for a slow one.
    private const int WindowPerJob = 32;

    public int Run(IEnumerable<InputFile> files)
    {
        var summary = new ScanSummary();
        var repositories = new RepositoryTracker();
        foreach (IScanReporter reporter in reporters) reporter.Begin();
        try
        {
            foreach (ScannedFile scanned in OrderedParallel.Select(files, scan.Scan, jobs, jobs * WindowPerJob, cancellation))
            {
                ScannedFile file = triage.Apply(scanned);
                summary.Add(file, failOn.CodeOf(file));
                progress.Erase();
                Report(repositories.Add(file));
                foreach (IScanReporter reporter in reporters) reporter.Report(file);
                progress.Add(file.Report?.Size ?? 0);
            }
        }
        finally
        {
            progress.Erase();
        }
        Report(repositories.Finish());
        if (summary.Files == 0) summary.ExitCode = ExitCode.Nothing;
        foreach (IScanReporter reporter in reporters) reporter.End(summary);
        return summary.ExitCode;
    }

    private void Report(IEnumerable<RepositoryReport> repositories)
    {
        foreach (RepositoryReport repository in repositories)
        {
            foreach (IScanReporter reporter in reporters) reporter.Repository(repository);
        }
    }
}
