using SafeLoad.Cli.Tests.Support;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests;

/// <summary>What <c>clean</c> says it has taken out: everything, by its path and name,
/// and nothing that the file could say in its place.</summary>
public sealed class CleanReportTests
{
    [Test]
    public void GivenWeightsNextToPayloads_TheReportNamesEach()
    {
        using var folder = new TemporaryFolder();
        string input = folder.Write("evil.pt", ZipBuilder.Torch(PickleBuilder.Protocol(2).EmptyDict().Mark()
            .Text("model").Global("__main__", "Net").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark()
                .Text("_parameters").EmptyDict().Text("w").Tensor(2, 0, [2], [1]).Op(PickleOpcode.SetItem)
                .Text("_buffers").EmptyDict()
                .Text("_modules").EmptyDict().Text("hook").Global("posix", "system").Mark().Text("touch owned").Tuple().Reduce()
            .Op(PickleOpcode.SetItem).SetItems().Op(PickleOpcode.Build)
            .Text("history").Op(PickleOpcode.EmptyList).Mark().Int(1).Global("builtins", "eval").Mark().Text("1").Tuple().Reduce()
            .Op(PickleOpcode.Appends)
            .Text("payload").Global("posix", "system").Mark().Text("touch owned").Tuple().Reduce()
            .Text("function").Global("builtins", "exec")
            .Text("epoch").Int(3).SetItems().Stop(), Samples.OneTwo).ToArray());
        string output = Path.Combine(folder.Root, "out.pt");
        Assert.That(CommandResult.Of("scan", input).Code, Is.EqualTo(ExitCode.Refused));
        CommandResult result = CommandResult.Of("clean", input, "-o", output);
        Assert.That((result.Code, result.Error), Is.EqualTo((0, "")));
        Assert.That(result.Lines[..^1], Is.EqualTo((string[])
        [
            "model: __main__.Net -> its state dict",
            "model.hook: posix.system -> nothing",
            "history.1: builtins.eval -> None",
            "payload: posix.system -> nothing",
            "function: builtins.exec -> nothing",
        ]));
        Assert.That(result.Lines[^1], Does.StartWith(output + ": 1 storage, ").And.EndWith("; 5 changes"));
        Assert.That(CommandResult.Of("scan", output).Code, Is.Zero);
        using Checkpoint written = Checkpoint.Open(output);
        Assert.That(written.StateDict("model")["w"].ToArray<float>(), Is.EqualTo((float[])[1, 2]));
        Assert.That(File.Exists("owned"), Is.False);
    }

    // A name of the file's own cannot begin a line of the report, nor colour it.
    [Test]
    public void GivenNamesWithControls_TheyAreEscaped()
    {
        using var folder = new TemporaryFolder();
        string input = folder.Write("evil.pt", ZipBuilder.Torch(PickleBuilder.Protocol(2).EmptyDict().Mark()
            .Text("a\n\x1b[32mout.pt: 0 changes\u202e").Global("posix", "system").Mark().Text("x").Tuple().Reduce().SetItems().Stop())
            .ToArray());
        CommandResult result = CommandResult.Of("clean", input, "-o", Path.Combine(folder.Root, "out.pt"));
        Assert.That((result.Code, result.Lines.Length), Is.EqualTo((0, 2)), result.Output + result.Error);
        Assert.That(result.Output, Does.Not.Contain('\x1b').And.Not.Contain('\u202e'));
    }

    [Test]
    public void GivenManyChanges_TheRestIsCounted()
    {
        using var folder = new TemporaryFolder();
        PickleBuilder pickle = PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Mark();
        for (int i = 0; i < 70; i++) pickle.Global("posix", "system").Mark().Text("x").Tuple().Reduce();
        string input = folder.Write("evil.pt", ZipBuilder.Torch(pickle.Op(PickleOpcode.Appends).Stop()).ToArray());
        CommandResult result = CommandResult.Of("clean", input, "-o", Path.Combine(folder.Root, "out.pt"));
        Assert.That((result.Code, result.Lines.Length, result.Lines[50]), Is.EqualTo((0, 52, "… and 20 changes more")),
            result.Output + result.Error);
    }
}
