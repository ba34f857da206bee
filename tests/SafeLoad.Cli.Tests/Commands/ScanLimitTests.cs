using System.Text.Json;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests.Commands;

public sealed class ScanLimitTests
{
    [TestCase("--timeout", "0.0000001", "SL4018")]
    [TestCase("--max-memory", "1KB", "SL4019")]
    [TestCase("--max-file-size", "100", "SL4020")]
    public void GivenLimitThatIsHit_TheFileIsIncompleteAndTheNextOneIsScanned(string option, string value, string rule)
    {
        using var folder = new TemporaryFolder();
        CommandResult result = CommandResult.Of("scan", "-f", "ndjson", option, value, folder.Write("a.pt", CliSamples.Tensor()),
            folder.Write("b.pt", CliSamples.Tensor()));
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered));
            foreach (JsonElement file in result.JsonLines())
            {
                Assert.That(file.GetProperty("complete").GetBoolean(), Is.False);
                Assert.That(file.GetProperty("findings").EnumerateArray().Select(static finding => finding.GetProperty("rule").GetString()),
                    Is.EqualTo(new[] { rule }));
            }
            Assert.That(result.Lines, Has.Length.EqualTo(2));
        });
    }

    [Test]
    public void GivenLimitsThatAreNotHit_NothingChanges()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.pt", CliSamples.Tensor());
        Assert.That(CommandResult.Of("scan", "--timeout", "1000", "--max-memory", "1TB", "--max-file-size", "2GiB", "--jobs", "3",
            path).Output, Is.EqualTo(CommandResult.Of("scan", path).Output));
    }

    [TestCase("--timeout", "0")]
    [TestCase("--timeout", "-1")]
    [TestCase("--timeout", "soon")]
    [TestCase("--timeout", "1e30")]
    [TestCase("--max-memory", "much")]
    [TestCase("--max-memory", "-1GB")]
    [TestCase("--max-file-size", "1XB")]
    [TestCase("--max-file-size", "99999999999999TB")]
    [TestCase("--jobs", "0")]
    [TestCase("--jobs", "many")]
    public void GivenValueThatMakesNoSense_IsAUsageError(string option, string value)
    {
        CommandResult result = CommandResult.Of("scan", option, value, "fixtures");
        Assert.That((result.Code, result.Output), Is.EqualTo((ExitCode.Usage, "")));
    }

    [TestCase("4096", 4096)]
    [TestCase("1B", 1)]
    [TestCase("500MB", 500_000_000)]
    [TestCase("2GiB", 2L << 30)]
    [TestCase("1.5kib", 1536)]
    public void GivenSize_IsReadInBytes(string text, long bytes) =>
        Assert.That(SafeLoad.Cli.Commands.ByteSize.Parse("--x", text), Is.EqualTo(bytes));

    [Test]
    public void GivenAnyNumberOfJobs_TheReportIsTheSameToTheByte()
    {
        string one = CommandResult.Of("scan", "-f", "ndjson", "--jobs", "1", "fixtures").Output;
        Assert.Multiple(() =>
        {
            Assert.That(one, Is.Not.Empty);
            Assert.That(CommandResult.Of("scan", "-f", "ndjson", "--jobs", "8", "fixtures").Output, Is.EqualTo(one));
        });
    }
}
