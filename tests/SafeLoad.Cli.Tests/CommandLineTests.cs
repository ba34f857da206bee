using System.Text;

namespace SafeLoad.Cli.Tests;

public sealed class CommandLineTests
{
    [Test]
    public void GivenUnknownOption_ExitsWithUsage()
    {
        var output = new MemoryStream();
        var error = new StringWriter();
        int code = CommandLine.Run(["scan", "--no-such-option", "x"], output, error);
        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(error.ToString(), Does.Contain("--no-such-option"));
    }
}
