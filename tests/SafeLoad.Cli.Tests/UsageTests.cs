using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests;

public sealed class UsageTests
{
    private const string Plain = "fixtures/torch-2.11/edge/plain.pt";

    [TestCase("scan", "--no-such-option", Plain)]
    [TestCase("inspect", "--no-such-option", Plain)]
    [TestCase("inspect", "-x", Plain)]
    [TestCase("disasm", Plain, "--no-such-option")]
    [TestCase("scan", "-f", "xml", Plain)]
    [TestCase("inspect", "-f", "yaml", Plain)]
    [TestCase("scan", "--fail-on", "everything", Plain)]
    [TestCase("scan", "--max-depth", "deep", Plain)]
    [TestCase("inspect", "--sort", "colour", Plain)]
    [TestCase("inspect", "--color", "blue", Plain)]
    [TestCase("scan")]
    [TestCase("inspect")]
    [TestCase("disasm")]
    [TestCase("no-such-command")]
    [TestCase("scan", "--files-from", "no/such/list.txt")]
    [TestCase("scan", "-o", "no/such/folder/report.json", Plain)]
    [TestCase("scan", "-o", "json=fixtures", Plain)]
    [TestCase("scan", "-o", "json=", Plain)]
    [TestCase("scan", "-o", "-", Plain)]
    [TestCase("scan", "-o", "xml=report.xml", Plain)]
    [TestCase("scan", "-o", Plain, Plain)]
    [TestCase("scan", "-o", "json=r.out", "-o", "sarif=./r.out", Plain)]
    [TestCase("rules", "SL9999")]
    [TestCase("rules", "-f", "xml")]
    [TestCase("schema", "safeload.other/1")]
    [TestCase("schema", "../secret")]
    [TestCase]
    public void GivenCommandLineThatMakesNoSense_ExitsWithUsageAndWritesNothingToStdout(params string[] args)
    {
        CommandResult result = CommandResult.Of(args);
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.Usage));
            Assert.That(result.Output, Is.Empty);
            Assert.That(result.Error, Does.StartWith("safeload: "));
        });
    }

    [Test]
    public void GivenUnknownOption_ErrorNamesIt() =>
        Assert.That(CommandResult.Of("scan", "--no-such-option", Plain).Error, Does.Contain("--no-such-option"));

    [TestCase("scan")]
    [TestCase("inspect")]
    [TestCase("disasm")]
    public void GivenHelpOfACommand_ShowsExamplesAndExitsWithZero(string command)
    {
        foreach (string option in new[] { "--help", "-h" })
        {
            CommandResult result = CommandResult.Of(command, option);
            Assert.Multiple(() =>
            {
                Assert.That(result.Code, Is.Zero);
                Assert.That(result.Output, Does.Contain("Examples:").And.Contain("safeload " + command));
                Assert.That(result.Error, Is.Empty);
            });
        }
    }

    [Test]
    public void GivenHelp_ListsEveryCommand()
    {
        CommandResult result = CommandResult.Of("--help");
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.Zero);
            Assert.That(result.Output, Does.Contain("scan").And.Contain("inspect").And.Contain("disasm"));
        });
    }

    [Test]
    public void GivenVersion_PrintsIt()
    {
        CommandResult result = CommandResult.Of("--version");
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.Zero);
            Assert.That(result.Output, Does.Match(@"^\d+\.\d+\.\d+"));
        });
    }

    [Test]
    public void GivenOutputThatCannotBeWritten_ExitsWithTwoAndSaysWhy()
    {
        var error = new StringWriter();
        int code = CommandLine.Run(["scan", Plain], new FullDisk(), error);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(error.ToString(), Does.Contain("No space left"));
        });
    }

    [Test]
    public void GivenFileWhoseNameBeginsWithADash_ItIsReadWhenWrittenWithItsFolder()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("-w.pt", CliSamples.Tensor());
        Assert.That(CommandResult.Of("inspect", path).Code, Is.Zero);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space left on device");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}
