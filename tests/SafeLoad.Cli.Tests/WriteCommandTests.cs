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
        Directory.CreateSymbolicLink(At("there"), _folder);
        File.WriteAllText(At("old.pt"), "old");
        (string[] Arguments, string Message)[] cases =
        [
            (["convert", At("in.bin"), "-o", At("in.bin")], "is IN by another name"),
            (["clean", At("in.bin"), "-o", At("link.bin"), "--force"], "is IN by another name"),
            (["clean", At("in.bin"), "-o", At("there/in.bin"), "--force"], "is IN by another name"),
            (["join", At("in.bin"), "-o", At("old.pt")], "--force replaces it"),
            (["split", At("in.bin"), "-o", At("x.pt")], "give --max-shard-size or --count"),
            (["split", At("in.bin"), "-o", At("x.pt"), "--count", "0"], "expected 1 to 99999"),
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
            Assert.That((result.Code, result.Error.Contains(message, StringComparison.Ordinal)), Is.EqualTo((4, true)), $"{string.Join(' ', arguments)}: {result.Error}");
        }
        Assert.That((File.ReadAllText(At("old.pt")), Directory.GetFiles(_folder).Length), Is.EqualTo(("old", 3)));
    }

    // Shards and parts, and one file again.
    [TestCase("safetensors", "--max-shard-size", "4KB")]
    [TestCase("bin", "--count", "3")]
    [TestCase("pth", "--count", "3", "--parts", "--to", "legacy")]
    public void GivenSplit_JoinGivesTheSameTensors(string ending, params string[] options)
    {
        Directory.CreateDirectory(At("parts"));
        Assert.That(CommandResult.Of(["convert", Model, "-o", At("whole." + ending), .. options.SkipWhile(static option => option != "--to")]).Code, Is.Zero);
        CommandResult split = CommandResult.Of(["split", At("whole." + ending), "-o", At("parts/model." + ending), "--verify", .. options]);
        Assert.That((split.Code, split.Output.Contains("verified: 20 tensors", StringComparison.Ordinal)), Is.EqualTo((0, true)), split.Output + split.Error);
        string[] files = [.. Directory.GetFiles(At("parts")).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.That(files[0], Is.EqualTo(options.Contains("--parts") ? "model_part_0." + ending : files[0]).And.EndsWith("." + ending));
        Assert.That(files.Any(static file => file.EndsWith(".index.json", StringComparison.Ordinal)), Is.Not.EqualTo(options.Contains("--parts")));
        CommandResult join = CommandResult.Of(["join", At("parts"), "-o", At("again." + ending), "--verify", .. options.SkipWhile(static option => option != "--to")]);
        Assert.That(join.Code, Is.Zero, join.Error);
        Assert.That(Tensors(At("again." + ending)), Is.EqualTo(Tensors(At("whole." + ending))));
    }

    [Test]
    public void GivenFilesToJoin_TheirDictsAreMerged()
    {
        Assert.That(CommandResult.Of("split", Model, "--count", "2", "--parts", "-o", At("m.pt")).Code, Is.Zero);
        Assert.That(CommandResult.Of("join", At("m_part_1.pt"), At("m_part_0.pt"), "-o", At("m.pt")).Code, Is.Zero);
        using Checkpoint joined = Checkpoint.Open(At("m.pt"));
        Assert.That(joined.StateDict(), Has.Count.EqualTo(20));
        CommandResult twice = CommandResult.Of("join", At("m_part_1.pt"), At("m.pt"), "-o", At("n.pt"));
        Assert.That((twice.Code, twice.Error.Contains("SL1308", StringComparison.Ordinal), File.Exists(At("n.pt"))), Is.EqualTo((2, true, false)), twice.Error);
    }

    [Test]
    public void GivenTensorsThatTheFormatLacks_SkipNamesThem()
    {
        CommandResult none = CommandResult.Of("convert", "fixtures/torch-2.11/sparse/csr.pt", "-o", At("x.safetensors"), "--unsupported", "skip", "--exclude", "nothing");
        Assert.That((none.Code, none.Output), Is.EqualTo((0, none.Output)).And.Matches<(int, string)>(static pair => pair.Item2.Contains("left out: s (torch.sparse_csr)", StringComparison.Ordinal)), none.Error);
    }

    private static string[] Tensors(string path)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        return [.. checkpoint.StateDict().Select(static pair =>
        {
            using Stream stream = pair.Value.OpenStream();
            return $"{pair.Key} {pair.Value} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(stream))}";
        })];
    }

    [Test]
    public void GivenSparseTensors_ConvertSaysWhatToDo()
    {
        CommandResult result = CommandResult.Of("convert", "fixtures/torch-2.11/sparse/csr.pt", "-o", At("x.safetensors"));
        Assert.That((result.Code, result.Error.Contains("s (torch.sparse_csr); leave them out", StringComparison.Ordinal), File.Exists(At("x.safetensors"))), Is.EqualTo((2, true, false)), result.Error);
    }

    private string SizeOf(string name) => SafeLoad.Cli.Reporting.Sizes.Of(new FileInfo(At(name)).Length);
}
