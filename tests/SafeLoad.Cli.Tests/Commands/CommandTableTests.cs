using System.CommandLine;
using SafeLoad.Cli.Commands;

namespace SafeLoad.Cli.Tests.Commands;

public sealed class CommandTableTests
{
    [Test]
    public void GivenTheNameOfACommand_MakesThatOneAlone()
    {
        string[] all = Names();
        Assert.That(all, Has.Length.GreaterThan(10).And.Unique);
        foreach (string name in all) Assert.That(Names(name, "--help"), Is.EqualTo(new[] { name }));
    }

    [TestCase]
    [TestCase("--help")]
    [TestCase("Scan")]
    [TestCase("no-such-command", "scan")]
    public void GivenAnythingElseFirst_MakesAll(params string[] args) => Assert.That(Names(args), Is.EqualTo(Names()));

    private static string[] Names(params string[] args) =>
        [.. CommandTable.For(args, new Terminal(new MemoryStream(), TextWriter.Null, default)).Select(static command => command.Name)];
}
