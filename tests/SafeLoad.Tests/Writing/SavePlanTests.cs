using System.Text.Json;
using SafeLoad.Placement;
using SafeLoad.Tests.Support;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>Tensors of any checkpoint as safetensors and as checkpoints: the same bytes, or an error that says why not.</summary>
public sealed class SavePlanTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("safeload-save-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static Checkpoint Tied() => Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark()
        .Text("emb").Tensor(4, 0, [2, 2], [2, 1]).Text("head").Tensor(4, 0, [2, 2], [2, 1]).Text("row").Tensor(4, 2, [2], [1]).Text("steps")
        .Tensor(1, 0, [], [], "1", "LongStorage").SetItems(),
        TensorPickles.Floats(1, 2, 3, 4), TensorPickles.Longs(9)));

    private static Dictionary<string, string> Hashes(IEnumerable<KeyValuePair<string, TensorInfo>> tensors) =>
        tensors.ToDictionary(static pair => pair.Key, static pair => pair.Value + " " + ExpectedTensors.Hash(pair.Value));

    [TestCase("m.safetensors", "safetensors")]
    [TestCase("M.PTH", "zip")]
    [TestCase("m.pth.tar", "zip")]
    [TestCase("m.onnx", null)]
    [TestCase("m", null)]
    public void GivenNoFormat_TheNameSaysItOrIsRefused(string name, string? format)
    {
        using Checkpoint checkpoint = Tied();
        if (format is null) Assert.That(() => SavePlan.Of(checkpoint.StateDict(), At(name)), Throws.ArgumentException);
        else Assert.That(SavePlan.Of(checkpoint.StateDict(), At(name)).Format.Name, Is.EqualTo(format));
    }

    [Test]
    public void GivenSharedTensorsToCopyAndToRefuse_TheOptionsAreRefused()
    {
        using Checkpoint checkpoint = Tied();
        var options = new SaveOptions { CopyShared = true, RefuseShared = true };
        Assert.Throws<ArgumentException>(() => SavePlan.Of(checkpoint.StateDict(), At("x.safetensors"), options: options));
    }

    // bin, sharded bin, safetensors and sharded safetensors of one model, each into each.
    [TestCase("pytorch_model.bin")]
    [TestCase("model.safetensors")]
    [TestCase("sharded_bin")]
    [TestCase("sharded_safetensors")]
    public void GivenEveryFormOfAModel_ItsTensorsStayEqual(string source)
    {
        using Checkpoint original = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/" + source));
        Dictionary<string, string> expected = Hashes(original.StateDict());
        var copy = new SaveOptions { CopyShared = true };
        original.StateDict().SaveAsSafetensors(At("a.safetensors"), copy);
        original.StateDict().SaveAsCheckpoint(At("a.pt"));
        original.StateDict().SaveAsSafetensors(At("s.safetensors"), copy with { MaxShardBytes = 3000 });
        original.StateDict().SaveAsCheckpoint(At("s.bin"), new SaveOptions { MaxShardBytes = 3000 });
        foreach (string name in (string[])["a.safetensors", "a.pt", "s.safetensors.index.json", "s.bin.index.json"])
        {
            using Checkpoint written = Checkpoint.Open(At(name));
            Assert.That(Hashes(written.StateDict()), Is.EquivalentTo(expected), name);
        }
        Assert.That(Directory.GetFiles(_folder, "s-*.safetensors"), Has.Length.GreaterThan(2));
    }

    [Test]
    public void GivenTiedWeights_TheChoiceIsTheCallers()
    {
        using Checkpoint checkpoint = Tied();
        var report = checkpoint.StateDict().SaveAsSafetensors(At("keep.safetensors"));
        Assert.That(report.Plan.Dropped, Is.EqualTo(new Dictionary<string, string> { ["head"] = "emb" }));
        using Checkpoint kept = Checkpoint.Open(At("keep.safetensors"));
        Assert.That((kept.StateDict().Count, kept.Metadata["head"], kept.Metadata["format"]), Is.EqualTo((4, "emb", "pt")));
        Assert.That(kept["row"].ToArray<float>(), Is.EqualTo((float[])[3, 4]), "a part of another tensor is copied");
        Assert.That(kept["head"].Storage, Is.SameAs(kept["emb"].Storage), "and comes back tied");
        checkpoint.StateDict().SaveAsSafetensors(At("copy.safetensors"), new SaveOptions { CopyShared = true });
        using Checkpoint copied = Checkpoint.Open(At("copy.safetensors"));
        Assert.That(copied.StateDict().Count, Is.EqualTo(4));
        var problem = Assert.Throws<NotSupportedException>(() => checkpoint.StateDict()
            .SaveAsSafetensors(At("error.safetensors"), new SaveOptions { RefuseShared = true }));
        Assert.That((problem!.Message.Contains("head is emb", StringComparison.Ordinal), File.Exists(At("error.safetensors"))),
            Is.EqualTo((true, false)));
        checkpoint.StateDict().SaveAsCheckpoint(At("tied.pt"));
        using Checkpoint tied = Checkpoint.Open(At("tied.pt"));
        Assert.That(tied["emb"].Storage, Is.SameAs(tied["head"].Storage).And.SameAs(tied["row"].Storage));
    }

    [Test]
    public void GivenTiedWeightsInShards_TheyComeBackTied()
    {
        using Checkpoint checkpoint = Tied();
        checkpoint.StateDict().SaveAsSafetensors(At("cut.safetensors"), new SaveOptions { MaxShardBytes = 16 });
        using Checkpoint all = Checkpoint.Open(At("cut.safetensors.index.json"));
        Assert.That(all.StateDict().Keys, Is.EquivalentTo(checkpoint.StateDict().Keys));
        Assert.That(all["head"].Storage, Is.SameAs(all["emb"].Storage));
        Assert.That(all["head"].ToArray<float>(), Is.EqualTo(checkpoint["head"].ToArray<float>()));
    }

    [Test]
    public void GivenDType_OnlyFloatingPointIsCast()
    {
        using Checkpoint checkpoint = Tied();
        var report = checkpoint.StateDict().SaveAsCheckpoint(At("half.pt"), new SaveOptions { FloatDType = DType.BFloat16 });
        using Checkpoint half = Checkpoint.Open(At("half.pt"));
        Assert.That((half["emb"].DType, half["steps"].DType, half["emb"].ToSingles()[3], half["emb"].Storage == half["head"].Storage),
            Is.EqualTo((DType.BFloat16, DType.Int64, 4f, true)));
        Assert.That(report.Overflows, Is.Empty);
        checkpoint.StateDict().SaveAsSafetensors(At("half.safetensors"), new SaveOptions { FloatDType = DType.Float16 });
        using Checkpoint narrow = Checkpoint.Open(At("half.safetensors"));
        Assert.That((narrow["row"].DType, narrow["row"].ToSingles()[0]), Is.EqualTo((DType.Float16, 3f)));
    }

    [Test]
    public void GivenNumbersThatOverflow_TheReportCountsThem()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Text("w")
            .Vector("FloatStorage", "0", 3).Op(SafeLoad.Pickle.PickleOpcode.SetItem),
            TensorPickles.Floats(1e9f, 1, float.PositiveInfinity)));
        var report = checkpoint.StateDict().SaveAsSafetensors(At("w.safetensors"), new SaveOptions { FloatDType = DType.Float16 });
        Assert.That(report.Overflows, Is.EqualTo(new Dictionary<string, long> { ["w"] = 1 }));
    }

    // The stream of PyTorch before 1.6 counts elements, and lists keys as texts: 10 before 2.
    [Test]
    public void GivenLegacyStream_TheTensorsStayEqual()
    {
        using Checkpoint original = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        SavePlan plan = original.StateDict().PlanSave(At("x.pth"), TensorFileFormat.Legacy);
        Assert.That(File.Exists(At("x.pth")), Is.False);
        plan.Write();
        using Checkpoint written = Checkpoint.Open(At("x.pth"));
        Assert.That((written.Format, written.Notes.Count, new FileInfo(At("x.pth")).Length),
            Is.EqualTo((CheckpointFormat.Legacy, 0, plan.Files[0].Length)));
        Assert.That(Hashes(written.StateDict()), Is.EquivalentTo(Hashes(original.StateDict())));
        Assert.That(written.StateDict(), Has.Count.GreaterThan(10), "two digits");
    }

    [Test]
    public void GivenLegacyStream_TiesStayAndItsGapsAreNamed()
    {
        using Checkpoint tied = Tied();
        tied.StateDict().PlanSave(At("tied.pth"), TensorFileFormat.Legacy).Write();
        using Checkpoint written = Checkpoint.Open(At("tied.pth"));
        Assert.That(written["emb"].Storage, Is.SameAs(written["head"].Storage).And.SameAs(written["row"].Storage));
        using Checkpoint newer = Checkpoint.Open(Fixtures.PathOf("torch-2.11/meta/meta_state_dict.pt"));
        Assert.That(() => newer.StateDict().PlanSave(At("x.pth"), TensorFileFormat.Legacy),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("(no data)"));
        new CheckpointWriter().Add<ushort>("u16", [1], 1).Save(At("u16.pt"));
        using Checkpoint unsigned = Checkpoint.Open(At("u16.pt"));
        Assert.That(() => unsigned.StateDict().PlanSave(At("x.pth"), TensorFileFormat.Legacy),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("u16 (torch.uint16)"));
        Assert.That(File.Exists(At("x.pth")), Is.False);
    }

    [Test]
    public void GivenUnsupportedTensorsToSkip_TheReportNamesThem()
    {
        using Checkpoint checkpoint =
            Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark().Text("w").Vector("FloatStorage", "0", 2)
            .Text("m").Global("torch._utils", "_rebuild_meta_tensor_no_storage").Mark().Torch("float32").Ints(2).Ints(1).False().Tuple()
            .Reduce().SetItems(), Samples.OneTwo));
        var report =
            checkpoint.StateDict().SaveAsSafetensors(At("x.safetensors"), new SaveOptions { SkipUnsupported = true });
        Assert.That((report.Plan.Skipped["m"], report.Plan.Tensors.Single().Key, report.Plan.Files[0].TensorCount),
            Is.EqualTo(("no data", "w", 1)));
    }

    // A view of stride 0 makes 4 TiB of 4 bytes: said before anything is written. A zip of PyTorch keeps the view.
    [Test]
    public void GivenViewThatRepeatsItself_ItIsNotWrittenOut()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark().Text("w")
            .Tensor(1, 0, [1L << 40], [0]).SetItems(), TensorPickles.Floats(1)));
        Assert.That(() => checkpoint.StateDict().SaveAsSafetensors(At("x.safetensors")),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("4 would become 4,398,046,511,104"));
        Assert.That(() => checkpoint.StateDict().SaveAsCheckpoint(At("x.pt"), new SaveOptions { FloatDType = DType.Float16 }),
            Throws.TypeOf<NotSupportedException>());
        Assert.That(checkpoint.StateDict().SaveAsCheckpoint(At("x.pt")).Plan.Files[0].Length, Is.LessThan(4096));
    }

    [TestCase(1, "x.pt")]
    [TestCase(3, "x_part_0.pt x_part_1.pt x_part_2.pt")]
    public void GivenNumberOfParts_TheyHaveAboutOneSize(int count, string names)
    {
        using Checkpoint original = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        var report =
            original.StateDict().SaveAsCheckpoint(At("x.pt"), new SaveOptions { ShardCount = count, WithoutIndex = true });
        Assert.That(report.Plan.Files.Select(static file => Path.GetFileName(file.Path)), Is.EqualTo(names.Split(' ')));
        using Checkpoint joined = Checkpoint.OpenShards(report.Plan.Files.Select(static file => file.Path));
        Assert.That(Hashes(joined.StateDict()), Is.EquivalentTo(Hashes(original.StateDict())));
        Assert.That(report.Plan.Files.Max(static file => file.Length), Is.LessThan(3 * report.Plan.Files.Min(static file => file.Length)));
    }

    [Test]
    public void GivenProgress_ItEndsWithTheFilesLength()
    {
        using Checkpoint original = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        var seen = new Seen();
        SavePlan plan = original.StateDict()
            .PlanSave(At("x.safetensors"), TensorFileFormat.Safetensors,
                new SaveOptions { MaxShardBytes = 3000, WithoutIndex = true });
        plan.Write(seen);
        Assert.That(seen.Values, Is.Ordered);
        Assert.That(seen.Values[^1], Is.EqualTo(plan.Length).And.EqualTo(plan.Files.Sum(static file => new FileInfo(file.Path).Length)));
    }

    private sealed class Seen : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }

    // To the byte, and nothing appears before it is written.
    [Test]
    public void GivenPlan_SaysWhatWillBeWritten([Values(null, 3000L)] long? most, [Values("safetensors", "zip", "legacy")] string word)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        TensorFileFormat format = TensorFileFormat.All.Single(format => format.Name == word);
        SavePlan plan =
            checkpoint.StateDict().PlanSave(At("x." + word), format, new SaveOptions { MaxShardBytes = most, FloatDType = DType.Float16 });
        Assert.That(Directory.GetFileSystemEntries(_folder), Is.Empty);
        plan.Write();
        Assert.That(plan.Files, Has.Count.EqualTo(Directory.GetFiles(_folder).Length).And.Count.GreaterThanOrEqualTo(most is null ? 1 : 3));
        foreach (var file in plan.Files) Assert.That(new FileInfo(file.Path).Length, Is.EqualTo(file.Length), file.Path);
    }

    // A plan is made once: writing asks neither the tensors nor their names again.
    [Test]
    public void GivenPlan_TensorsAreReadWhenItIsWritten()
    {
        using Checkpoint checkpoint = Tied();
        int listed = 0;
        IEnumerable<KeyValuePair<string, TensorInfo>> Listed()
        {
            listed++;
            foreach (var pair in checkpoint.StateDict()) yield return pair;
        }
        SavePlan plan = Listed().PlanSave(At("x.safetensors"), TensorFileFormat.Safetensors);
        Assert.That((plan.Dropped.Single().Key, plan.Tensors.Count, plan.Files.Single().TensorCount), Is.EqualTo(("head", 3, 3)));
        plan.Write();
        Assert.That(listed, Is.EqualTo(1));
    }

    [TestCase("a.safetensors", "safetensors")]
    [TestCase("dir.x/A.SafeTensors", "safetensors")]
    [TestCase("a.pt", "zip")]
    [TestCase("a.pth", "zip")]
    [TestCase("a.bin", "zip")]
    [TestCase("a.ckpt", "zip")]
    [TestCase("a.pth.tar", "zip")]
    [TestCase("a.json", null)]
    [TestCase("a.tar", null)]
    [TestCase("a.txt", null)]
    [TestCase("a.gguf", null)]
    [TestCase("a.safetensors.index.json", null)]
    [TestCase("pt", null)]
    [TestCase("", null)]
    public void GivenName_ItsEndingSaysTheFormat(string path, string? word) =>
        Assert.That(TensorFileFormat.OfPath(path)?.Name, Is.EqualTo(word));

    [TestCase("torch-2.11/sparse/csr.pt", "torch.sparse_csr")]
    [TestCase("torch-2.11/meta/meta_state_dict.pt", "no data")]
    public void GivenTensorsThatTheFormatLacks_TheErrorNamesThem(string file, string reason)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf(file));
        Assert.That(() => checkpoint.StateDict().SaveAsSafetensors(At("x.safetensors")),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains(reason));
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    [Test]
    public void GivenExistingFile_IsKeptUnlessAskedFor()
    {
        using Checkpoint checkpoint = Tied();
        File.WriteAllText(At("x.pt"), "old");
        Assert.Throws<IOException>(() => checkpoint.StateDict().SaveAsCheckpoint(At("x.pt")));
        Assert.That(File.ReadAllText(At("x.pt")), Is.EqualTo("old"));
        checkpoint.StateDict().SaveAsCheckpoint(At("x.pt"), new SaveOptions { Overwrite = true });
        Assert.That(new FileInfo(At("x.pt")).Length, Is.GreaterThan(1000));
    }

    // Of several files none gets its name before all are whole.
    [Test]
    public void GivenDamageInTheLastShard_NothingIsLeft()
    {
        byte[] file = Samples.ZipOf(static pickle => pickle.EmptyDict().Mark().Text("a").Vector("FloatStorage", "0", 2).Text("b")
            .Vector("FloatStorage", "1", 2).SetItems(), TensorPickles.Floats(1, 2), TensorPickles.Floats(31337, 4));
        file[file.AsSpan().IndexOf(BitConverter.GetBytes(31337f))] ^= 1;
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.Throws<MalformedCheckpointException>(() => checkpoint.StateDict()
            .SaveAsSafetensors(At("x.safetensors"), new SaveOptions { MaxShardBytes = 8 }));
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    [Test]
    public void GivenIndex_IsWhatLibrariesLookFor()
    {
        using Checkpoint checkpoint = Tied();
        var report = checkpoint.StateDict()
            .SaveAsSafetensors(At("model.safetensors"), new SaveOptions { MaxShardBytes = 16, CopyShared = true });
        Assert.That(report.Plan.Files.Select(static file => Path.GetFileName(file.Path)),
            Is.EqualTo((string[])["model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors",
                "model-00003-of-00003.safetensors", "model.safetensors.index.json"]));
        JsonElement index = JsonDocument.Parse(File.ReadAllBytes(At("model.safetensors.index.json"))).RootElement;
        Assert.That(index.GetProperty("metadata").GetProperty("total_size").GetInt64(), Is.EqualTo(48));
        Assert.That(index.GetProperty("weight_map").GetProperty("steps").GetString(), Is.EqualTo("model-00003-of-00003.safetensors"));
    }

    [Test]
    public void GivenRulesForNames_TheyComeOutSo()
    {
        using Checkpoint checkpoint = Tied();
        NameMap map = NameMap.Create(checkpoint.StateDict(), new NameRules { Exclude = ["steps"], AddPrefix = "net." });
        map.Tensors.Select(static tensor => new KeyValuePair<string, TensorInfo>(tensor.Name, tensor.Tensor)).SaveAsCheckpoint(At("x.pt"));
        using Checkpoint written = Checkpoint.Open(At("x.pt"));
        Assert.That(written.StateDict().Keys, Is.EqualTo((string[])["net.emb", "net.head", "net.row"]));
    }
}
