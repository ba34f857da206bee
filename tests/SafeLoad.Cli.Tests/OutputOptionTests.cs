using System.CommandLine;
using System.Text.Json;
using SafeLoad.Cli.Commands;
using SafeLoad.Cli.Reporting;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests;

/// <summary><c>scan -o</c>: a report to a file, whole or not at all.</summary>
public sealed class OutputOptionTests
{
    private const string Old = "the old report\n";

    [Test]
    public void GivenFile_ItTakesTheReportFromStdout()
    {
        using TemporaryFolder folder = new(), models = new();
        string model = models.Write("a.pt", CliSamples.Tensor()), report = folder.Write("report.json", Old);
        CommandResult result = CommandResult.Of("scan", "-f", "json", "-o", report, model);
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.Zero, result.Error);
            Assert.That(result.Output, Is.Empty);
            Assert.That(File.ReadAllText(report), Is.EqualTo(CommandResult.Of("scan", "-f", "json", model).Output));
            Assert.That(Directory.GetFiles(folder.Root), Has.Length.EqualTo(1), "nothing is left beside it");
        });
    }

    [Test]
    public void GivenFormats_EachGetsItsReportAndStdoutKeepsItsOwn()
    {
        using TemporaryFolder folder = new(), models = new();
        string model = models.Write("a.pkl", CliSamples.Call("os", "system")), sarif = Path.Combine(folder.Root, "o.sarif"),
            json = Path.Combine(folder.Root, "o=1.json");
        CommandResult result = CommandResult.Of("scan", "-o", "sarif=" + sarif, "--output", "json=" + json, "--color", "always", model);
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(json)), run = JsonDocument.Parse(File.ReadAllText(sarif));
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(result.Output, Does.Contain("dangerous").And.Contains("\x1b["));
            Assert.That(written.RootElement.GetProperty("schema").GetString(), Is.EqualTo("safeload.scan/1"));
            Assert.That(run.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength(), Is.EqualTo(1));
        });
    }

    [Test]
    public void GivenTextFile_ItIsNotColoured()
    {
        using TemporaryFolder folder = new(), models = new();
        string report = Path.Combine(folder.Root, "report.txt");
        CommandResult.Of("scan", "--color", "always", "-o", report, models.Write("a.pt", CliSamples.Tensor()));
        Assert.That(File.ReadAllText(report), Does.StartWith("clean ").And.Not.Contains('\x1b'));
    }

    [Test]
    public void GivenReportInTheScannedFolder_ItIsNotScannedWhileItIsWritten()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.pt", CliSamples.Tensor());
        string report = Path.Combine(folder.Root, "0.json");
        Assert.Multiple(() =>
        {
            Assert.That(CommandResult.Of("scan", "-f", "json", "-o", report, folder.Root).Code, Is.Zero);
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(report));
            Assert.That(json.RootElement.GetProperty("files").GetArrayLength(), Is.EqualTo(1));
        });
    }

    [Test]
    public void GivenOutputAmongTheFilesOfAFolder_IsRefusedAndStaysAsItWas()
    {
        using var folder = new TemporaryFolder();
        string report = folder.Write("b.json", Old);
        folder.Write("a.pt", CliSamples.Tensor());
        CommandResult result = CommandResult.Of("scan", "-f", "json", "-o", report, folder.Root);
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.Usage));
            Assert.That(result.Error, Does.Contain("written over"));
            Assert.That(File.ReadAllText(report), Is.EqualTo(Old));
            Assert.That(Directory.GetFiles(folder.Root), Has.Length.EqualTo(2));
        });
    }

    [Test]
    public void GivenCancelledRun_TheOldFileStaysAndNothingIsLeft()
    {
        using TemporaryFolder folder = new(), models = new();
        string report = folder.Write("report.json", Old), model = models.Write("a.pt", CliSamples.Tensor());
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var root = new RootCommand { ScanCommand.Create(new Terminal(new MemoryStream(), TextWriter.Null, cancelled.Token)) };
        Assert.Multiple(() =>
        {
            Assert.That(() => root.Parse(["scan", "-o", report, model])
                .Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }),
                Throws.InstanceOf<OperationCanceledException>());
            Assert.That(File.ReadAllText(report), Is.EqualTo(Old));
            Assert.That(Directory.GetFiles(folder.Root), Has.Length.EqualTo(1));
        });
    }

    [Test]
    public void GivenUnwritableOutputs_NothingIsScannedAndTheOthersStay()
    {
        using TemporaryFolder folder = new(), models = new();
        string report = folder.Write("report.json", Old), model = models.Write("a.pt", CliSamples.Tensor());
        foreach (string bad in new[] { folder.Root, Path.Combine(folder.Root, "missing", "x"), report,
            Path.Combine(folder.Root, "..", Path.GetFileName(folder.Root), "REPORT.JSON"), model })
        {
            CommandResult result = CommandResult.Of("scan", "-o", "json=" + report, "-o", "sarif=" + bad, model);
            Assert.That((result.Code, result.Output, File.ReadAllText(report)), Is.EqualTo((ExitCode.Usage, "", Old)), bad);
        }
        Assert.That(Directory.GetFiles(folder.Root), Has.Length.EqualTo(1));
    }

    [Test]
    public void GivenReadOnlyFile_ItIsNotReplaced()
    {
        using TemporaryFolder folder = new(), models = new();
        string report = folder.Write("report.json", Old);
        File.SetAttributes(report, FileAttributes.ReadOnly);
        CommandResult result = CommandResult.Of("scan", "-o", report, models.Write("a.pt", CliSamples.Tensor()));
        File.SetAttributes(report, FileAttributes.Normal);
        Assert.That((result.Code, File.ReadAllText(report)), Is.EqualTo((ExitCode.Usage, Old)));
    }

    [Test, Platform(Exclude = "Win")]
    public void GivenDevice_ItIsNotReplaced() =>
        Assert.That(() => new ReportFile("/dev/null"), Throws.InstanceOf<UsageException>().With.Message.Contains("no regular file"));

    [Test]
    public void GivenFolderThatVanishes_FinishSaysSoAsInputOutput()
    {
        using var folder = new TemporaryFolder();
        string inner = Directory.CreateDirectory(Path.Combine(folder.Root, "inner")).FullName;
        using var file = new ReportFile(Path.Combine(inner, "report.json"));
        Directory.Delete(inner);
        Assert.That(file.Finish, Throws.InstanceOf<IOException>().With.Message.StartsWith("-o "));
    }
}
