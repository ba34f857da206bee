using System.Text;
using SafeLoad.Cli.Reporting;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Diagnostics;
using static SafeLoad.Cli.Tests.Reporting.ReportSamples;

namespace SafeLoad.Cli.Tests.Reporting;

/// <summary>The formats that CI systems read line by line, and the pages that they show.</summary>
public sealed class CiReportTests
{
    private static readonly ScannedFile[] s_files = Files("x y");

    [Test]
    public void GivenGithub_OneCommandAFindingAndASummaryInItsFile()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("summary.md", "before\n");
        var output = new MemoryStream();
        ReportSamples.Write(new GithubReporter(new ReportOutput(output), Everything, path), s_files);
        string[] lines = Encoding.UTF8.GetString(output.ToArray()).TrimEnd().Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(lines[1],
                Is.EqualTo("::warning file=dir/x y/a.pt,title=SL2002 UnknownGlobal::x y is not known (archive/x y @0x1A3 GLOBAL)"));
            Assert.That(lines.Count(static line => line.StartsWith("::", StringComparison.Ordinal)), Is.EqualTo(6),
                "policy, two findings, a suppressed one, incomplete, unreadable");
            Assert.That(lines[^1], Is.EqualTo("4 files: 1 clean, 1 dangerous, 1 unreadable, 1 not scanned"));
            Assert.That(File.ReadAllText(path), Is.EqualTo("before\n" + Write("markdown", Everything, s_files)));
        });
    }

    [Test]
    public void GivenVariable_TheRunWritesTheSummary()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Root, "summary.md");
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", path);
        try
        {
            CommandResult.Of("scan", "-f", "github", "fixtures/torch-2.11/edge/global_os_system.pt");
        }
        finally
        {
            Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", null);
        }
        Assert.That(File.ReadAllText(path),
            Does.StartWith("## safeload scan\n").And.Contains("| dangerous | `fixtures/torch-2.11/edge/global_os_system.pt` | SL2001 |"));
    }

    [Test]
    public void GivenGithubSummaryThatCannotBeWritten_WarnsAndGoesOn()
    {
        var output = new MemoryStream();
        ReportSamples.Write(new GithubReporter(new ReportOutput(output), new ReportSettings(), "no/such/folder/summary.md"), s_files);
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Does.StartWith("::warning title=safeload::").And.Contains("::error file="));
    }

    [Test]
    public void GivenLongSummary_RowsPastTheLimitAreCounted()
    {
        var output = new MemoryStream();
        ReportSamples.Write(new MarkdownReporter(new ReportOutput(output), new ReportSettings(), 10_000),
            [.. Enumerable.Range(0, 100).Select(static i => Dangerous($"{i}.pt"))]);
        string report = Encoding.UTF8.GetString(output.ToArray());
        int rows = report.Split('\n').Count(static line => line.StartsWith("| dangerous", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(report, Has.Length.LessThan(10_000));
            Assert.That(rows, Is.InRange(1, 100));
            Assert.That(report, Does.Contain($"and {200 - rows} more rows"));
        });
    }

    [Test]
    public void GivenAzure_OneIssueAFindingAndTheTotals() =>
        Assert.That(Write("azure", Everything, s_files).TrimEnd().Split('\n'), Is.EqualTo(new[]
    {
        "policy: sha256 " + Everything.PolicyHash,
        "##vso[task.logissue type=warning;sourcepath=dir/x y/a.pt;code=SL2002;]dir/x y/a.pt: SL2002 x y is not known (archive/x y @0x1A3 "
            + "GLOBAL)",
        "##vso[task.logissue type=error;sourcepath=dir/x y/a.pt;code=SL2001;]dir/x y/a.pt: SL2001 x y: runs programs (@0x2 GLOBAL)",
        "dir/x y/a.pt: SL3001 suppressed by policy: known: x y: x y precedes the archive (archive/x y @0x1A3 GLOBAL)",
        "##vso[task.logissue type=warning;sourcepath=bx y;code=SL5005;]bx y: SL5005 x y was not scanned (x y)",
        "##vso[task.logissue type=error;sourcepath=cx y;code=SL9001;]cx y: Could not find x y",
        "4 files: 1 clean, 1 dangerous, 1 unreadable, 1 not scanned",
    }));

    [Test]
    public void GivenMarkdown_OneRowAFindingAndTheTotals()
    {
        string[] lines = Write("markdown", new ReportSettings(), s_files).TrimEnd().Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Is.EqualTo("## safeload scan"));
            Assert.That(lines[2..4],
                Is.EqualTo(new[] { "| verdict | file | rule | what | where | what to do |", "|---|---|---|---|---|---|" }));
            Assert.That(lines[5],
                Is.EqualTo("| dangerous | `dir/x y/a.pt` | SL2001 | `x y: runs programs` | `@0x2 GLOBAL` | "
                    + $"{DiagnosticTable.Of(DiagnosticId.DangerousGlobal).Advice} |"));
            Assert.That(lines[4..^2].Select(static line => line.Split('|')[1].Trim()),
                Is.EqualTo(new[] { "dangerous", "dangerous", "not scanned", "unreadable" }));
            Assert.That(lines[^1], Is.EqualTo("**4 files: 1 clean, 1 dangerous, 1 unreadable, 1 not scanned**"));
            Assert.That(Write("markdown", new ReportSettings(), Clean("a.pt")), Is.EqualTo("## safeload scan\n\n**1 file: 1 clean**\n"));
        });
    }
}
