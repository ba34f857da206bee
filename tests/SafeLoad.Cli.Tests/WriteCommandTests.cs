using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests;

/// <summary><c>clean</c> and <c>convert</c>: what they write, what they say, and what they refuse to do.</summary>
public sealed class WriteCommandTests
{
    private const string Whole = "fixtures/torch-2.11/module/tinynet.pt", Model = "fixtures/torch-2.11/hf/distilbert/pytorch_model.bin";

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("safeload-write-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    [Test]
    public void GivenWholeModule_CleanWritesItsWeights()
    {
        CommandResult result = CommandResult.Of("clean", Whole, "-o", At("out.pt"));
        Assert.That((result.Code, result.Output), Is.EqualTo((0, $"(root): fxclasses.TinyNet -> its state dict\n{At("out.pt")}: 4 storages, {SizeOf("out.pt")} (was 3.90 KiB); 1 change\n")));
        Assert.That(CommandResult.Of("scan", At("out.pt")).Code, Is.Zero);
    }

    [TestCase("--drop", "optimizer", "loss,epoch,model_state_dict")]
    [TestCase("--drop", "optimizer,loss", "epoch,model_state_dict")]
    [TestCase("--keep", "ema", "loss,epoch,model_state_dict")]
    public void GivenRoles_CleanLeavesThemOut(string option, string names, string left)
    {
        Assert.That(CommandResult.Of("clean", "fixtures/torch-2.11/ckpt/opt_sgd_momentum.pth", option, names, "-o", At("out.pt")).Code, Is.Zero);
        using Checkpoint checkpoint = Checkpoint.Open(At("out.pt"));
        var root = (SafeLoad.Values.PyDict)checkpoint.Root.Reference!;
        Assert.That(root.Select(static entry => entry.Key.AsString()), Is.EquivalentTo(left.Split(',')));
    }

    [TestCase("safetensors")]
    [TestCase("pt")]
    public void GivenConvert_TheFileIsVerified(string ending)
    {
        CommandResult result = CommandResult.Of("convert", Model, "-o", At("out." + ending), "--verify");
        Assert.That((result.Code, result.Output.Contains("verified: 20 tensors with the same bytes", StringComparison.Ordinal)), Is.EqualTo((0, true)), result.Output + result.Error);
    }

    [Test]
    public void GivenDryRun_NothingIsWritten()
    {
        CommandResult result = CommandResult.Of("convert", Model, "-o", At("out.safetensors"), "--dry-run", "--dtype", "f16", "--max-shard-size", "4KB");
        Assert.That((result.Code, Directory.GetFiles(_folder).Length), Is.EqualTo((0, 0)));
        Assert.That(result.Output, Does.Contain("cast to float16").And.Contain("would write " + At("out-00001-of-")).And.Contain("index.json"));
    }

    [Test]
    public void GivenNames_TheyAreRenamed()
    {
        Assert.That(CommandResult.Of("convert", Model, "-o", At("out.pt"), "--include", "*.word_embeddings.*", "--strip-prefix", "distilbert.", "--rename", "embeddings.*=e.*", "--add-prefix", "m.").Code, Is.Zero);
        using Checkpoint checkpoint = Checkpoint.Open(At("out.pt"));
        Assert.That(checkpoint.StateDict().Keys.Single(), Does.StartWith("m.").And.EndWith("word_embeddings.weight"));
    }

    // 4: usage. Nothing is touched.
    [Test]
    public void GivenWrongUse_TheMessageSaysSo()
    {
        File.Copy(Model, At("in.bin"));
        File.CreateSymbolicLink(At("link.bin"), At("in.bin"));
        File.WriteAllText(At("old.pt"), "old");
        (string[] Arguments, string Message)[] cases =
        [
            (["convert", At("in.bin"), "-o", At("in.bin")], "OUT is IN by another name"),
            (["clean", At("in.bin"), "-o", At("link.bin"), "--force"], "OUT is IN by another name"),
            (["convert", At("in.bin"), "-o", At("old.pt")], "--force replaces it"),
            (["convert", At("in.bin"), "-o", At("no/out.pt")], "there is no folder"),
            (["convert", At("in.bin"), "-o", _folder], "is a folder"),
            (["convert", At("in.bin"), "-o", At("x.pt"), "--include", "nothing*"], "no tensors"),
            (["convert", At("in.bin"), "-o", At("x.pt"), "--key", "nowhere"], "no entry 'nowhere'"),
            (["convert", At("in.bin"), "-o", At("x.pt"), "--rename", "*=x"], "two tensors would get one name"),
            (["convert", At("in.bin"), "-o", At("x.pt"), "--rename", "x"], "is not FROM=TO"),
            (["clean", At("in.bin"), "-o", At("x.pt"), "--keep", "everything"], "there are ema"),
        ];
        foreach (var (arguments, message) in cases)
        {
            CommandResult result = CommandResult.Of(arguments);
            Assert.That((result.Code, result.Error), Is.EqualTo((4, result.Error)).And.Matches<(int, string)>(pair => pair.Item2.Contains(message, StringComparison.Ordinal)), string.Join(' ', arguments));
        }
        Assert.That((File.ReadAllText(At("old.pt")), Directory.GetFiles(_folder).Length), Is.EqualTo(("old", 3)));
    }

    [Test]
    public void GivenSparseTensors_ConvertSaysWhatToDo()
    {
        CommandResult result = CommandResult.Of("convert", "fixtures/torch-2.11/sparse/csr.pt", "-o", At("x.safetensors"));
        Assert.That((result.Code, result.Error.Contains("s (torch.sparse_csr); leave them out", StringComparison.Ordinal), File.Exists(At("x.safetensors"))), Is.EqualTo((2, true, false)), result.Error);
    }

    private string SizeOf(string name) => SafeLoad.Cli.Reporting.Sizes.Of(new FileInfo(At(name)).Length);
}
