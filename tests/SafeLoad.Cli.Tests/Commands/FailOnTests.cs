using SafeLoad.Cli.Commands;
using SafeLoad.Cli.Reporting;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Tests.Commands;

/// <summary>The table of exit codes, whole.</summary>
public sealed class FailOnTests
{
    // suspicious, dangerous, never
    [TestCase(Verdict.Clean, true, 0, 0, 0)]
    [TestCase(Verdict.Clean, false, 2, 2, 2)]
    [TestCase(Verdict.Malformed, true, 2, 2, 2)]
    [TestCase(Verdict.Malformed, false, 2, 2, 2)]
    [TestCase(Verdict.Suspicious, true, 1, 0, 0)]
    [TestCase(Verdict.Suspicious, false, 1, 2, 2)]
    [TestCase(Verdict.Dangerous, true, 1, 1, 0)]
    [TestCase(Verdict.Dangerous, false, 1, 1, 2)]
    public void GivenVerdictAndCompleteness_TheCodeIsTheTables(Verdict verdict, bool complete, params int[] codes)
    {
        var file = new ScannedFile("x", new ScanReport("x", 1, CheckpointFormat.Pickle, verdict, complete, "", 1, 0, [], []), null);
        Assert.That(FailOn.Choices.Select(choice => new FailOn(choice).CodeOf(file)), Is.EqualTo(codes));
    }

    [Test]
    public void GivenFileThatCannotBeRead_NoChoiceHidesIt() =>
        Assert.That(FailOn.Choices.Select(static choice => new FailOn(choice).CodeOf(new ScannedFile("x", null, "gone"))),
            Is.All.EqualTo(ExitCode.NotAnswered));

    [TestCase(0, 0, 0)]
    [TestCase(0, 1, 1)]
    [TestCase(0, 2, 2)]
    [TestCase(1, 2, 1)]
    [TestCase(2, 2, 2)]
    public void GivenTwoFiles_OneWinsOverTwoWinsOverZero(int first, int second, int both) =>
        Assert.That((ExitCode.Combine(first, second), ExitCode.Combine(second, first)), Is.EqualTo((both, both)));
}
