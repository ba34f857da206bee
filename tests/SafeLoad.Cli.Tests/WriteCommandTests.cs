using System.Text.Json;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

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
        string expected = "(root): fxclasses.TinyNet -> its state dict\n"
            + $"{At("out.pt")}: 4 storages, {SizeOf("out.pt")} (was 3.90 KiB); 1 change\n";
        Assert.That((result.Code, result.Output), Is.EqualTo((0, expected)));
        Assert.That(CommandResult.Of("scan", At("out.pt")).Code, Is.Zero);
    }

    [Test]
    public void GivenDryRun_CleanSaysWhatWouldGoAndHowLargeTheFileWouldBe()
    {
        CommandResult dry = CommandResult.Of("clean", Whole, "-o", At("out.pt"), "--dry-run");
        Assert.That((dry.Code, Directory.GetFiles(_folder).Length), Is.EqualTo((0, 0)));
        CommandResult.Of("clean", Whole, "-o", At("out.pt"));
        Assert.That(dry.Output,
            Is.EqualTo(FormattableString.Invariant($"(root): fxclasses.TinyNet -> its state dict\nwould write {At("out.pt")}: ")
                + FormattableString.Invariant($"{new FileInfo(At("out.pt")).Length:N0} bytes (was 3.90 KiB); 1 change\n")));
    }

    [TestCase("--drop", "optimizer", "loss,epoch,model_state_dict")]
    [TestCase("--drop", "optimizer,loss", "epoch,model_state_dict")]
    [TestCase("--keep", "ema", "loss,epoch,model_state_dict")]
    public void GivenRoles_CleanLeavesThemOut(string option, string names, string left)
    {
        Assert.That(
            CommandResult.Of("clean", "fixtures/torch-2.11/ckpt/opt_sgd_momentum.pth", option, names, "-o", At("out.pt")).Code, Is.Zero);
        using Checkpoint checkpoint = Checkpoint.Open(At("out.pt"));
        var root = (SafeLoad.Values.PyDict)checkpoint.Root.Reference!;
        Assert.That(root.Select(static entry => entry.Key.AsString()), Is.EquivalentTo(left.Split(',')));
    }

    [TestCase("safetensors")]
    [TestCase("pt")]
    public void GivenConvert_TheFileIsVerified(string ending)
    {
        CommandResult result = CommandResult.Of("convert", Model, "-o", At("out." + ending), "--verify");
        Assert.That((result.Code, result.Output.Contains("verified: 20 tensors with the same bytes", StringComparison.Ordinal)),
            Is.EqualTo((0, true)), result.Output + result.Error);
    }

    [Test]
    public void GivenDryRun_NothingIsWritten()
    {
        CommandResult result =
            CommandResult.Of("convert", Model, "-o", At("out.safetensors"), "--dry-run", "--dtype", "f16", "--max-shard-size", "4KB");
        Assert.That((result.Code, Directory.GetFiles(_folder).Length), Is.EqualTo((0, 0)));
        Assert.That(result.Output,
            Does.Contain("cast to float16").And.Contain("would write " + At("out-00001-of-")).And.Contain("index.json"));
    }

    [Test]
    public void GivenNames_TheyAreRenamed()
    {
        Assert.That(CommandResult.Of("convert", Model, "-o", At("out.pt"), "--include", "*.word_embeddings.*", "--strip-prefix",
            "distilbert.", "--rename", "embeddings.*=e.*", "--add-prefix", "m.").Code, Is.Zero);
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
            (["convert", At("in.bin"), "-o", At("x.pt"), "--report", At("no/report.json")], "report.json: there is no folder"),
            (["convert", At("in.bin"), "-o", _folder], "is a folder"),
            (["convert", At("in.bin"), "-o", At("x.pt"), "--key", "nowhere"], "no entry 'nowhere'"),
            (["convert", At("in.bin"), "-o", At("x.pt"), "--rename", "*=x"], "Two tensors would get one name"),
            (["convert", At("in.bin"), "-o", At("x.pt"), "--rename", "x"], "is not FROM=TO"),
            (["clean", At("in.bin"), "-o", At("x.pt"), "--keep", "everything"], "there are ema"),
            (["clean", At("in.bin"), "-o", At("x.pt"), "--drop", "optimizer,optimzer"],
                "--drop optimzer: the checkpoint has no such entry"),
            (["clean", At("in.bin"), "-o", At("x.safetensors")], "'safeload convert' writes safetensors"),
            (["convert", At("in.bin"), "-o", At("x.onnx")], "say which by --to"),
            (["convert", At("in.bin"), "-o", At("x.json")], "say which by --to"),
            (["convert", At("in.bin"), "-o", At("x")], "say which by --to"),
            (["join", At("in.bin"), "-o", At("x.csv")], "say which by --to"),
            (["split", At("in.bin"), "--count", "2", "-o", At("x.txt")], "say which by --to"),
            (["convert", At("in.bin"), "-o", "-"], "./- is a file of that name"),
            (["convert", At("in.bin"), "-o", At("x.pt"), "--max-shard-size", "0"], "expected at least one byte"),
            (["split", At("in.bin"), "-o", At("x.pt"), "--max-shard-size", "0.5"], "expected at least one byte"),
        ];
        foreach (var (arguments, message) in cases)
        {
            CommandResult result = CommandResult.Of(arguments);
            Assert.That((result.Code, result.Error.Contains(message, StringComparison.Ordinal)), Is.EqualTo((4, true)),
                $"{string.Join(' ', arguments)}: {result.Error}");
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
        Assert.That(CommandResult.Of(["convert", Model, "-o", At("whole." + ending),
            .. options.SkipWhile(static option => option != "--to")]).Code, Is.Zero);
        CommandResult split = CommandResult.Of(["split", At("whole." + ending), "-o", At("parts/model." + ending), "--verify", .. options]);
        Assert.That((split.Code, split.Output.Contains("verified: 20 tensors", StringComparison.Ordinal)), Is.EqualTo((0, true)),
            split.Output + split.Error);
        string[] files = [.. Directory.GetFiles(At("parts")).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.That(files[0], Is.EqualTo(options.Contains("--parts") ? "model_part_0." + ending : files[0]).And.EndsWith("." + ending));
        Assert.That(files.Any(static file => file.EndsWith(".index.json", StringComparison.Ordinal)),
            Is.Not.EqualTo(options.Contains("--parts")));
        CommandResult join = CommandResult.Of(["join", At("parts"), "-o", At("again." + ending), "--verify",
            .. options.SkipWhile(static option => option != "--to")]);
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
        Assert.That((twice.Code, twice.Error.Contains("SL1308", StringComparison.Ordinal), File.Exists(At("n.pt"))),
            Is.EqualTo((2, true, false)), twice.Error);
    }

    // A network, and beside it what a training program noted: none of it is written as a weight, and all of it is named.
    [Test]
    public void GivenMeasuresBesideANetwork_TheyAreLeftOutByName([Values("convert", "split")] string command,
        [Values("loss", "history", "metrics", "lr", "rng")] string key, [Values] bool isDict)
    {
        byte[] file = Samples.ZipOf(pickle =>
        {
            pickle.EmptyDict().Mark().Text(key);
            if (isDict) pickle.EmptyDict().Text("loss").Tensor(3, 0, [3], [1], "1").Op(PickleOpcode.SetItem);
            else pickle.Tensor(3, 0, [3], [1], "1");
            pickle.Text("G").EmptyDict().Text("fc.weight").Tensor(2, 0, [2], [1]).Op(PickleOpcode.SetItem).SetItems();
        }, Samples.OneTwo, new byte[12]);
        string name = isDict ? key + ".loss" : key;
        string[] args = command == "split" ? [command, At("m.pt"), "-o", At("s.safetensors"), "--max-shard-size", "1GB"]
            : [command, At("m.pt"), "-o", At("s.safetensors")];
        File.WriteAllBytes(At("m.pt"), file);
        CommandResult result = CommandResult.Of(args);
        Assert.That(result.Code, Is.Zero, result.Error);
        Assert.That(result.Error, Does.Match($"left out: {name} \\((metric|learning rate|random state)\\)"));
        JsonElement weights = CommandResult.Of("inspect", "-f", "ndjson", At("m.pt")).Json().GetProperty("weights");
        Assert.That((weights.GetProperty("key").GetString(), weights.GetProperty("tensors").GetInt32(),
            weights.GetProperty("others").GetInt32()), Is.EqualTo(("G", 1, 1)));
    }

    [Test]
    public void GivenTensorsThatTheFormatLacks_SkipNamesThem()
    {
        // A compressed sparse tensor beside dense ones, and alone.
        CommandResult some =
            CommandResult.Of("join", "fixtures/torch-2.11/sparse/csr.pt", Model, "-o", At("x.safetensors"), "--unsupported", "skip");
        Assert.That((some.Code,
            some.Error.Contains("left out: s (safetensors cannot hold it: torch.sparse_csr)", StringComparison.Ordinal)),
            Is.EqualTo((0, true)), some.Error);
        CommandResult none =
            CommandResult.Of("convert", "fixtures/torch-2.11/sparse/csr.pt", "-o", At("y.safetensors"), "--unsupported", "skip");
        Assert.That((none.Code, none.Error.Contains("no tensors: safetensors cannot hold s (torch.sparse_csr)", StringComparison.Ordinal),
            File.Exists(At("y.safetensors"))), Is.EqualTo((2, true, false)), none.Error);
    }

    // Of tensors that are there none is written: no success, and no file.
    [TestCase]
    [TestCase("--dry-run")]
    public void GivenNothingThatFits_NothingIsWritten(params string[] options)
    {
        CommandResult result = CommandResult.Of(["convert", Model, "-o", At("x.pt"), "--include", "nothing*", .. options]);
        Assert.That((result.Code, result.Output, Directory.GetFiles(_folder).Length), Is.EqualTo((2, "", 0)), result.Error);
        Assert.That(result.Error,
            Does.Contain("include 'nothing*': fits no tensor").And.Contain("no tensors: the checkpoint has 20, and 0 are chosen"));
    }

    // An ending is another program's until --to says otherwise.
    [TestCase("x.json", "safetensors", CheckpointFormat.Safetensors)]
    [TestCase("x", "zip", CheckpointFormat.Zip)]
    [TestCase("x.safetensors", "legacy", CheckpointFormat.Legacy)]
    public void GivenFormatByName_ItIsWritten(string name, string format, CheckpointFormat expected)
    {
        Assert.That(CommandResult.Of("convert", Model, "-o", At(name), "--to", format).Code, Is.Zero);
        using Checkpoint checkpoint = Checkpoint.Open(At(name));
        Assert.That(checkpoint.Format, Is.EqualTo(expected));
    }

    // The folder is made, and its files have IN's name.
    [TestCase("new/", "pytorch_model-00001-of-00002.bin")]
    [TestCase("new/deeper/", "pytorch_model-00001-of-00002.bin")]
    [TestCase("there", "pytorch_model-00001-of-00002.bin")]
    [TestCase("new/", "pytorch_model-00001-of-00002.safetensors", "--to", "safetensors")]
    [TestCase("new/", "pytorch_model-00001-of-00002.bin", "--to", "legacy")]
    [TestCase("new/m.pt", "m-00001-of-00002.pt")]
    public void GivenFolderAsOut_SplitMakesIt(string output, string expected, params string[] options)
    {
        Directory.CreateDirectory(At("there"));
        CommandResult result = CommandResult.Of(["split", Model, "--count", "2", "-o", At(output), .. options]);
        string folder = output.EndsWith(".pt", StringComparison.Ordinal) ? Path.GetDirectoryName(At(output))! : At(output);
        Assert.That((result.Code, File.Exists(Path.Combine(folder, expected))), Is.EqualTo((0, true)), result.Output + result.Error);
    }

    [TestCase("--dry-run")]
    [TestCase("--to", "safetensors")]
    public void GivenNothingWritten_SplitLeavesNoFolder(params string[] options)
    {
        string input = options.Contains("--to") ? "fixtures/torch-2.11/sparse/csr.pt" : Model;
        CommandResult.Of(["split", input, "--count", "2", "-o", At("new/deeper/"), .. options]);
        Assert.That(Directory.GetFileSystemEntries(_folder), Is.Empty);
    }

    // Whoever reads "verified" must not take it for all; what is left out stands on stderr, and in the report with the reason.
    [Test]
    public void GivenTensorsBesideTheWeights_TheyAreNamedAndCounted()
    {
        const string trained = "fixtures/torch-2.11/ckpt/opt_sgd_momentum.pth";
        CommandResult result =
            CommandResult.Of("convert", trained, "-o", At("x.safetensors"), "--exclude", "fc2.*", "--verify", "--report", At("r.json"));
        Assert.That((result.Code,
            result.Output.Contains("verified: 3 of 7 tensors with the same bytes; 4 left out\n", StringComparison.Ordinal)),
            Is.EqualTo((0, true)), result.Output + result.Error);
        Assert.That(result.Error,
            Does.Contain("safeload: left out: optimizer_state_dict.state.2.momentum_buffer (optimizer)\n").And.Contain(
                "safeload: left out: fc2.weight (not chosen)\n"));
        JsonElement report = JsonDocument.Parse(File.ReadAllBytes(At("r.json"))).RootElement;
        Assert.That(report.GetProperty("written").EnumerateArray().Select(static row => row.GetProperty("name").GetString()),
            Is.EqualTo((string[])["running", "fc1.weight", "fc1.bias"]));
        Assert.That(report.GetProperty("left_out").EnumerateArray()
            .Select(static row => row.GetProperty("name").GetString() + ": " + row.GetProperty("reason").GetString()),
            Is.EqualTo((string[])["fc2.weight: not chosen", "optimizer_state_dict.state.0.momentum_buffer: optimizer",
                "optimizer_state_dict.state.1.momentum_buffer: optimizer", "optimizer_state_dict.state.2.momentum_buffer: optimizer"]));
        Assert.That((report.GetProperty("key").GetString(), report.GetProperty("files")[0].GetProperty("bytes").GetInt64()),
            Is.EqualTo(("model_state_dict", new FileInfo(At("x.safetensors")).Length)));
    }

    [Test]
    public void GivenOptimizerByKey_ItIsWarnedOf()
    {
        CommandResult result = CommandResult.Of("convert", "fixtures/torch-2.11/ckpt/opt_sgd_momentum.pth", "-o", At("x.safetensors"),
            "--key", "optimizer_state_dict");
        Assert.That((result.Code,
            result.Error.Contains("an optimizer's state is among what was written: 3 tensors, such as state.0.momentum_buffer",
                StringComparison.Ordinal)), Is.EqualTo((0, true)), result.Error);
    }

    // The report is written where nothing else is: also of what is not written, and never over IN or OUT.
    [Test]
    public void GivenReport_ItTellsOfWhatIsNotWrittenToo()
    {
        Assert.That(
            CommandResult.Of("convert", Model, "-o", At("x.pt"), "--include", "nothing*", "--report", At("r.json")).Code, Is.EqualTo(2));
        JsonElement report = JsonDocument.Parse(File.ReadAllBytes(At("r.json"))).RootElement;
        Assert.That((report.GetProperty("files").GetArrayLength(), report.GetProperty("written").GetArrayLength(),
            report.GetProperty("left_out").GetArrayLength()), Is.EqualTo((0, 0, 20)));
        CommandResult over = CommandResult.Of("convert", Model, "-o", At("x.pt"), "--report", At("x.pt"));
        Assert.That((over.Code, File.Exists(At("x.pt"))), Is.EqualTo((4, false)), over.Error);
        CommandResult planned = CommandResult.Of("convert", Model, "-o", At("x.pt"), "--dry-run", "--report", At("r.json"));
        Assert.That((planned.Code, JsonDocument.Parse(File.ReadAllBytes(At("r.json"))).RootElement.GetProperty("dry_run").GetBoolean()),
            Is.EqualTo((0, true)), planned.Error);
    }

    // Many tensors: the pieces in which a long report is written join to one document, of the members that the schema names.
    [Test]
    public void GivenManyTensors_TheReportIsOneDocument()
    {
        var writer = new SafeLoad.Writing.CheckpointWriter();
        for (int i = 0; i < 2000; i++) writer.Add<float>($"layer.{i}.weight", [i], 1);
        writer.Save(At("in.pt"));
        Assert.That(
            CommandResult.Of("convert", At("in.pt"), "-o", At("x.pt"), "--exclude", "layer.1*", "--report", At("r.json")).Code, Is.Zero);
        JsonElement report = JsonDocument.Parse(File.ReadAllBytes(At("r.json"))).RootElement,
            schema = CommandResult.Of("schema", "safeload.write/1").Json();
        Assert.That((report.GetProperty("written").GetArrayLength(), report.GetProperty("left_out").GetArrayLength()),
            Is.EqualTo((889, 1111)));
        Assert.That(Names(report), Is.EquivalentTo(Names(schema.GetProperty("properties"))));
        Assert.That(Names(report.GetProperty("written")[0]),
            Is.SubsetOf(Names(schema.GetProperty("$defs").GetProperty("written").GetProperty("properties"))));
        Assert.That(Names(report.GetProperty("left_out")[0]),
            Is.SubsetOf(Names(schema.GetProperty("$defs").GetProperty("left").GetProperty("properties"))));

        static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(static member => member.Name);
    }

    // A rule that fits nothing is most often misspelled: it is said, and the rest is done.
    [Test]
    public void GivenRulesThatFitNothing_TheyAreNamed()
    {
        CommandResult result = CommandResult.Of("convert", Model, "-o", At("x.pt"), "--rename", "encoderr.*=e.*", "--exclude", "no*",
            "--strip-prefix", "\x1b[31m");
        Assert.That((result.Code, result.Error), Is.EqualTo((0,
            "safeload: exclude 'no*': fits no tensor\nsafeload: strip prefix '\\x1B[31m': fits no tensor\nsafeload: rename 'encoderr.*' to "
                + "'e.*': fits no tensor\n")));
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
        Assert.That((result.Code,
            result.Error.Contains("s (torch.sparse_csr); --unsupported skip leaves them out", StringComparison.Ordinal),
            File.Exists(At("x.safetensors"))), Is.EqualTo((2, true, false)), result.Error);
    }

    // What a library needs beside the weights is named, in one line, and not where OUT is in the same folder.
    [Test]
    public void GivenModelFolder_WhatIsNotCopiedIsNamed()
    {
        Directory.CreateDirectory(At("model"));
        File.Copy(Model, At("model/pytorch_model.bin"));
        foreach (string name in (string[])["config.json", "tokenizer.json", "vocab.txt", "merges.txt", "a\x1b[31m.json", "spiece.model",
            "tokenizer_config.json", ".hidden.json", "README.md"]) File.WriteAllText(At("model/" + name), "{}");
        CommandResult result = CommandResult.Of("convert", At("model"), "-o", At("out.safetensors"));
        Assert.That((result.Code, result.Error),
            Is.EqualTo((0,
                "safeload: not copied, as they are no weights: a\\x1B[31m.json, config.json, merges.txt, spiece.model, tokenizer.json and "
                    + "2 more; copy them to OUT's folder to load the model from there\n")));
        Assert.That(CommandResult.Of("convert", At("model"), "-o", At("model/model.safetensors")).Error, Is.Empty);
        Assert.That(CommandResult.Of("convert", At("model/pytorch_model.bin"), "-o", At("out2.safetensors")).Error, Is.Empty);
    }

    [Test]
    public void GivenModuleVersions_ConvertKeepsThem()
    {
        CommandResult planned =
            CommandResult.Of("convert", "fixtures/torch-2.11/ckpt/opt_sgd.pth", "-o", At("out.pt"), "--add-prefix", "net.", "--dry-run");
        CommandResult result =
            CommandResult.Of("convert", "fixtures/torch-2.11/ckpt/opt_sgd.pth", "-o", At("out.pt"), "--add-prefix", "net.", "--verify");
        Assert.That(result.Code, Is.Zero, result.Error);
        using Checkpoint checkpoint = Checkpoint.Open(At("out.pt"));
        Assert.That(checkpoint.ModuleMetadata()!.Select(static entry => entry.Key.AsString()),
            Is.EqualTo((string[])["net", "net.fc1", "net.act", "net.fc2"]));
        Assert.That(planned.Output,
            Does.Contain(new FileInfo(At("out.pt")).Length.ToString("N0", System.Globalization.CultureInfo.InvariantCulture) + " bytes"));
    }

    // Views of stride 0 make terabytes of a few bytes; as views they are written, but not read again element by element.
    [Test]
    public void GivenTensorsThatRepeatTheirBytes_VerifyIsRefused()
    {
        CommandResult result = CommandResult.Of("convert", "fixtures/torch-2.11/edge/stride_zero_many.pt", "-o", At("out.pt"), "--verify");
        Assert.That((result.Code, result.Error.Contains("verifying would read", StringComparison.Ordinal), File.Exists(At("out.pt"))),
            Is.EqualTo((2, true, false)), result.Error);
        Assert.That(CommandResult.Of("convert", "fixtures/torch-2.11/edge/stride_zero_many.pt", "-o", At("out.pt")).Code, Is.Zero);
    }

    // One file beside an older set of shards, and the other way about: which of them a loader takes is its own choice.
    [Test]
    public void GivenOlderFilesBesideOut_TheyAreNamed()
    {
        Assert.That(CommandResult.Of("convert", Model, "-o", At("m.safetensors"), "--max-shard-size", "4KB").Error, Is.Empty);
        Assert.That(CommandResult.Of("convert", Model, "-o", At("m.safetensors")).Error,
            Does.Contain("m.safetensors.index.json is there from before"));
        Assert.That(CommandResult.Of("convert", Model, "-o", At("m.safetensors"), "--max-shard-size", "4KB", "--force").Error,
            Does.Contain("m.safetensors is there from before"));
    }

    [Test]
    public void GivenSafetensorsWithMetadata_ConvertKeepsThem()
    {
        byte[] header = System.Text.Encoding.ASCII.GetBytes(
            """{"__metadata__":{"ss_network_alpha":"8"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  """);
        File.WriteAllBytes(At("lora.safetensors"), [.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0]);
        Assert.That(CommandResult.Of("convert", At("lora.safetensors"), "-o", At("out.safetensors")).Code, Is.Zero);
        using Checkpoint checkpoint = Checkpoint.Open(At("out.safetensors"));
        Assert.That((checkpoint.Metadata["ss_network_alpha"], checkpoint.Metadata["format"]), Is.EqualTo(("8", "pt")));
    }

    private string SizeOf(string name) => SafeLoad.Cli.Reporting.Sizes.Of(new FileInfo(At(name)).Length);
}
