using SafeLoad.Cli.Tests.Support;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests;

public sealed class DisasmCommandTests
{
    [Test]
    public void GivenBarePickle_ShowsOffsetOpcodeArgumentAndVerdict()
    {
        using var folder = new TemporaryFolder();
        CommandResult result = CommandResult.Of("disasm", folder.Write("a.pkl", CliSamples.Call("os", "system")));
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.Zero);
            Assert.That(result.Lines, Is.EqualTo(new[]
            {
                "       0  PROTO            2",
                "       2  GLOBAL           os system  # dangerous: os.system",
                "       D  MARK",
                "       E  BINUNICODE       'x'",
                "      14  TUPLE",
                "      15  REDUCE",
                "      16  STOP",
            }));
        });
    }

    [Test]
    public void GivenZip_NamesTheRecordFirst() =>
        Assert.That(CommandResult.Of("disasm", "fixtures/torch-2.11/edge/plain.pt").Lines[0], Is.EqualTo("plain/data.pkl"));

    [Test]
    public void GivenRecord_ShowsThatOne()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.pt",
            ZipBuilder.Torch(PickleBuilder.Protocol(2).EmptyDict().Stop()).Add("archive/extra.pkl", CliSamples.Call("os", "system"))
                .ToArray());
        CommandResult result = CommandResult.Of("disasm", path, "--record", "archive/extra.pkl");
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.Zero);
            Assert.That(result.Output, Does.StartWith("archive/extra.pkl\n").And.Contain("# dangerous: os.system"));
        });
    }

    [Test]
    public void GivenRecordThatIsNotThere_SaysSo()
    {
        CommandResult result = CommandResult.Of("disasm", "fixtures/torch-2.11/edge/plain.pt", "--record", "no/such");
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(result.Error, Does.Contain("SL1104").And.Contain("no/such"));
        });
    }

    [Test]
    public void GivenOpcodeThatLoadingRefuses_MarksIt()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.pkl", PickleBuilder.Protocol(2).EmptyDict().Op(PickleOpcode.Dup).Op(PickleOpcode.Pop).Stop());
        Assert.That(CommandResult.Of("disasm", path).Output, Does.Contain("DUP").And.Contain("# loading refuses this opcode"));
    }

    [Test]
    public void GivenMissingFile_ExitsWithTwo()
    {
        CommandResult result = CommandResult.Of("disasm", "no/such/file.pt");
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(result.Error, Does.Contain("SL9001"));
            Assert.That(result.Output, Is.Empty);
        });
    }

    [Test]
    public void GivenArgumentsWithControlCharacters_TheyAreEscaped()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.pkl",
            PickleBuilder.Protocol(4).Text("\x1b[31m\u202e").ShortText("a\nb\x1b]0;c\a").Op(PickleOpcode.StackGlobal).Stop());
        string output = CommandResult.Of("disasm", path).Output;
        Assert.That(output, Does.Not.Contain('\x1b').And.Not.Contain('\a').And.Not.Contain('\u202e').And.Not.Contain("\nb"));
    }
}
