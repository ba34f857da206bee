using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.Tests.Reporting;

/// <summary>A report of many files costs no more memory than one of few.</summary>
public sealed class ReportStreamingTests
{
    private const int Files = 10_000;

    [TestCaseSource(typeof(Reporters), nameof(Reporters.Formats))]
    public void GivenManyFiles_NothingIsKept(string format)
    {
        IScanReporter reporter = Reporters.Create(format, new ReportOutput(Stream.Null), ReportSamples.Everything);
        var summary = new ScanSummary();
        reporter.Begin();
        Report(0, 100);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Report(100, Files);
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        reporter.End(summary);
        // The path alone would be more.
        Assert.That(kept, Is.LessThan(Files * 20L));

        void Report(int first, int end)
        {
            for (int i = first; i < end; i++)
            {
                ScannedFile file = i % 3 == 0 ? ReportSamples.Dangerous($"folder/file-{i}.pt")
                    : i % 3 == 1 ? ReportSamples.Clean($"folder/file-{i}.pt") : new ScannedFile($"folder/file-{i}.pt", null, "gone");
                summary.Add(file, ExitCode.Refused);
                reporter.Report(file);
            }
        }
    }
}
