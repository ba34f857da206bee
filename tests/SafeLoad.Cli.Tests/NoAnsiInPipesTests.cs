using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests;

/// <summary>stdout of the tests is no terminal; so nothing may be coloured or drawn, unless it is asked for.</summary>
public sealed class NoAnsiInPipesTests
{
    private const string Plain = "fixtures/torch-2.11/edge/plain.pt", System = "fixtures/torch-2.11/edge/global_os_system.pt";

    [TestCase("scan", Plain, System)]
    [TestCase("scan", "--color", "auto", Plain, System)]
    [TestCase("scan", "--color", "never", Plain, System)]
    [TestCase("scan", "--color", "always", "-f", "json", Plain, System)]
    [TestCase("scan", "--color", "always", "-f", "ndjson", Plain, System)]
    [TestCase("inspect", Plain, System)]
    [TestCase("inspect", "--hash", "--sort", "size", Plain)]
    [TestCase("inspect", "--color", "always", "-f", "json", Plain, System)]
    [TestCase("disasm", System)]
    [TestCase("--help")]
    [TestCase("scan", "--help")]
    public void GivenNoTerminal_NoEscapeSequenceComesOut(params string[] args)
    {
        CommandResult result = CommandResult.Of(args);
        Assert.That(result.Output + result.Error, Does.Not.Contain('\x1b'));
    }

    [Test]
    public void GivenColorAlways_VerdictsAreColouredInAPipeToo() =>
        Assert.That(CommandResult.Of("scan", "--color", "always", System).Output, Does.StartWith("\x1b[31;1mdangerous"));

    [Test]
    public void GivenPipe_TableHasNoFrame() =>
        Assert.That(CommandResult.Of("inspect", Plain).Output, Does.Not.Contain('│').And.Not.Contain('─'));
}
