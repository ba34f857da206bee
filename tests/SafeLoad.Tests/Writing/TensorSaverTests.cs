using System.Text.Json;
using SafeLoad.Tensors;
using SafeLoad.Tests.Support;
using SafeLoad.Training;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>Tensors of any checkpoint as safetensors and as checkpoints: the same bytes, or an error that says why not.</summary>
public sealed class TensorSaverTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("safeload-save-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static Checkpoint Tied() => Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark()
        .Text("emb").Tensor(4, 0, [2, 2], [2, 1]).Text("head").Tensor(4, 0, [2, 2], [2, 1]).Text("row").Tensor(4, 2, [2], [1]).Text("steps").Tensor(1, 0, [], [], "1", "LongStorage").SetItems(),
        TensorPickles.Floats(1, 2, 3, 4), TensorPickles.Longs(9)));

    private static Dictionary<string, string> Hashes(IEnumerable<KeyValuePair<string, TensorInfo>> tensors) => tensors.ToDictionary(static pair => pair.Key, static pair => pair.Value + " " + ExpectedTensors.Hash(pair.Value));

    // bin, sharded bin, safetensors and sharded safetensors of one model, each into each.
    [TestCase("pytorch_model.bin")]
    [TestCase("model.safetensors")]
    [TestCase("sharded_bin")]
    [TestCase("sharded_safetensors")]
    public void GivenEveryFormOfAModel_ItsTensorsStayEqual(string source)
    {
        using Checkpoint original = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/" + source));
        Dictionary<string, string> expected = Hashes(original.StateDict());
        var copy = new SaveOptions { Shared = SharedTensors.Copy };
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
        SaveReport report = checkpoint.StateDict().SaveAsSafetensors(At("keep.safetensors"));
        Assert.That(report.Dropped, Is.EqualTo(new Dictionary<string, string> { ["head"] = "emb" }));
        using Checkpoint kept = Checkpoint.Open(At("keep.safetensors"));
        Assert.That((kept.StateDict().Count, kept.Metadata["head"], kept.Metadata["format"]), Is.EqualTo((3, "emb", "pt")));
        Assert.That(kept["row"].ToArray<float>(), Is.EqualTo((float[])[3, 4]), "a part of another tensor is copied");
        checkpoint.StateDict().SaveAsSafetensors(At("copy.safetensors"), new SaveOptions { Shared = SharedTensors.Copy });
        using Checkpoint copied = Checkpoint.Open(At("copy.safetensors"));
        Assert.That(copied.StateDict().Count, Is.EqualTo(4));
        var problem = Assert.Throws<NotSupportedException>(() => checkpoint.StateDict().SaveAsSafetensors(At("error.safetensors"), new SaveOptions { Shared = SharedTensors.Error }));
        Assert.That((problem!.Message.Contains("head is emb", StringComparison.Ordinal), File.Exists(At("error.safetensors"))), Is.EqualTo((true, false)));
        checkpoint.StateDict().SaveAsCheckpoint(At("tied.pt"));
        using Checkpoint tied = Checkpoint.Open(At("tied.pt"));
        Assert.That(tied["emb"].Storage, Is.SameAs(tied["head"].Storage).And.SameAs(tied["row"].Storage));
    }

    [Test]
    public void GivenDType_OnlyFloatingPointIsCast()
    {
        using Checkpoint checkpoint = Tied();
        SaveReport report = checkpoint.StateDict().SaveAsCheckpoint(At("half.pt"), new SaveOptions { FloatDType = DType.BFloat16 });
        using Checkpoint half = Checkpoint.Open(At("half.pt"));
        Assert.That((half["emb"].DType, half["steps"].DType, half["emb"].ToSingles()[3], half["emb"].Storage == half["head"].Storage), Is.EqualTo((DType.BFloat16, DType.Int64, 4f, true)));
        Assert.That(report.Overflows, Is.Empty);
        checkpoint.StateDict().SaveAsSafetensors(At("half.safetensors"), new SaveOptions { FloatDType = DType.Float16 });
        using Checkpoint narrow = Checkpoint.Open(At("half.safetensors"));
        Assert.That((narrow["row"].DType, narrow["row"].ToSingles()[0]), Is.EqualTo((DType.Float16, 3f)));
    }

    [Test]
    public void GivenNumbersThatOverflow_TheReportCountsThem()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Text("w").Vector("FloatStorage", "0", 3).Op(SafeLoad.Pickle.PickleOpcode.SetItem), TensorPickles.Floats(1e9f, 1, float.PositiveInfinity)));
        SaveReport report = checkpoint.StateDict().SaveAsSafetensors(At("w.safetensors"), new SaveOptions { FloatDType = DType.Float16 });
        Assert.That(report.Overflows, Is.EqualTo(new Dictionary<string, long> { ["w"] = 1 }));
    }

    // The stream of PyTorch before 1.6 counts elements, and lists keys as texts: 10 before 2.
    [Test]
    public void GivenLegacyStream_TheTensorsStayEqual()
    {
        using Checkpoint original = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        var options = new SaveOptions { LegacyStream = true };
        SaveReport planned = original.StateDict().SaveAsCheckpoint(At("x.pth"), options with { DryRun = true });
        SaveReport report = original.StateDict().SaveAsCheckpoint(At("x.pth"), options);
        using Checkpoint written = Checkpoint.Open(At("x.pth"));
        Assert.That((written.Format, written.Notes.Count, new FileInfo(At("x.pth")).Length), Is.EqualTo((CheckpointFormat.Legacy, 0, planned.Files[0].Length)));
        Assert.That(report.Files, Is.EqualTo(planned.Files));
        Assert.That(Hashes(written.StateDict()), Is.EquivalentTo(Hashes(original.StateDict())));
        Assert.That(written.StateDict(), Has.Count.GreaterThan(10), "two digits");
    }

    [Test]
    public void GivenLegacyStream_TiesStayAndItsGapsAreNamed()
    {
        using Checkpoint tied = Tied();
        tied.StateDict().SaveAsCheckpoint(At("tied.pth"), new SaveOptions { LegacyStream = true });
        using Checkpoint written = Checkpoint.Open(At("tied.pth"));
        Assert.That(written["emb"].Storage, Is.SameAs(written["head"].Storage).And.SameAs(written["row"].Storage));
        using Checkpoint newer = Checkpoint.Open(Fixtures.PathOf("torch-2.11/meta/meta_state_dict.pt"));
        Assert.That(() => newer.StateDict().SaveAsCheckpoint(At("x.pth"), new SaveOptions { LegacyStream = true }), Throws.TypeOf<NotSupportedException>().With.Message.Contains("(no data)"));
        new CheckpointWriter().Add<ushort>("u16", [1], 1).Save(At("u16.pt"));
        using Checkpoint unsigned = Checkpoint.Open(At("u16.pt"));
        Assert.That(() => unsigned.StateDict().SaveAsCheckpoint(At("x.pth"), new SaveOptions { LegacyStream = true }), Throws.TypeOf<NotSupportedException>().With.Message.Contains("u16 (torch.uint16)"));
        Assert.That(File.Exists(At("x.pth")), Is.False);
    }

    [Test]
    public void GivenUnsupportedTensorsToSkip_TheReportNamesThem()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark().Text("w").Vector("FloatStorage", "0", 2)
            .Text("m").Global("torch._utils", "_rebuild_meta_tensor_no_storage").Mark().Torch("float32").Ints(2).Ints(1).False().Tuple().Reduce().SetItems(), Samples.OneTwo));
        SaveReport report = checkpoint.StateDict().SaveAsSafetensors(At("x.safetensors"), new SaveOptions { Unsupported = UnsupportedTensors.Skip });
        Assert.That((report.Skipped["m"], report.Written.Single().Key, report.Files[0].TensorCount), Is.EqualTo(("no data", "w", 1)));
    }

    // A view of stride 0 makes 4 TiB of 4 bytes: said before anything is written. A zip of PyTorch keeps the view.
    [Test]
    public void GivenViewThatRepeatsItself_ItIsNotWrittenOut()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark().Text("w").Tensor(1, 0, [1L << 40], [0]).SetItems(), TensorPickles.Floats(1)));
        Assert.That(() => checkpoint.StateDict().SaveAsSafetensors(At("x.safetensors")), Throws.TypeOf<NotSupportedException>().With.Message.Contains("4 would become 4,398,046,511,104"));
        Assert.That(() => checkpoint.StateDict().SaveAsCheckpoint(At("x.pt"), new SaveOptions { FloatDType = DType.Float16 }), Throws.TypeOf<NotSupportedException>());
        Assert.That(checkpoint.StateDict().SaveAsCheckpoint(At("x.pt")).Files[0].Length, Is.LessThan(4096));
    }

    [TestCase(1, "x.pt")]
    [TestCase(3, "x_part_0.pt x_part_1.pt x_part_2.pt")]
    public void GivenNumberOfParts_TheyHaveAboutOneSize(int count, string names)
    {
        using Checkpoint original = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        SaveReport report = original.StateDict().SaveAsCheckpoint(At("x.pt"), new SaveOptions { ShardCount = count, ShardNaming = ShardNaming.Parts });
        Assert.That(report.Files.Select(static file => Path.GetFileName(file.Path)), Is.EqualTo(names.Split(' ')));
        using Checkpoint joined = Checkpoint.OpenShards(report.Files.Select(static file => file.Path));
        Assert.That(Hashes(joined.StateDict()), Is.EquivalentTo(Hashes(original.StateDict())));
        Assert.That(report.Files.Max(static file => file.Length), Is.LessThan(3 * report.Files.Min(static file => file.Length)));
    }

    [Test]
    public void GivenProgress_ItEndsWithTheFilesLength()
    {
        using Checkpoint original = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        var seen = new Seen();
        SaveReport report = original.StateDict().SaveAsSafetensors(At("x.safetensors"), new SaveOptions { Progress = seen, MaxShardBytes = 3000, ShardNaming = ShardNaming.Parts });
        Assert.That(seen.Values, Is.Ordered);
        Assert.That(seen.Values[^1], Is.EqualTo(report.Files.Sum(static file => file.Length)));
    }

    private sealed class Seen : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }

    // To the byte, and nothing appears.
    [TestCase(null)]
    [TestCase(3000L)]
    public void GivenDryRun_SaysWhatWouldBeWritten(long? most)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        var options = new SaveOptions { MaxShardBytes = most, FloatDType = DType.Float16 };
        foreach (bool safetensors in (bool[])[true, false])
        {
            SaveReport Save(SaveOptions how) => safetensors ? checkpoint.StateDict().SaveAsSafetensors(At("x.safetensors"), how) : checkpoint.StateDict().SaveAsCheckpoint(At("x.bin"), how);
            SaveReport planned = Save(options with { DryRun = true });
            Assert.That(planned.Files.Any(static file => File.Exists(file.Path)), Is.False);
            SaveReport written = Save(options);
            Assert.That(written.Files, Is.EqualTo(planned.Files));
            foreach (SavedFile file in written.Files) Assert.That(new FileInfo(file.Path).Length, Is.EqualTo(file.Length), file.Path);
        }
    }

    [TestCase("torch-2.11/sparse/csr.pt", "torch.sparse_csr")]
    [TestCase("torch-2.11/meta/meta_state_dict.pt", "no data")]
    public void GivenTensorsThatTheFormatLacks_TheErrorNamesThem(string file, string reason)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf(file));
        Assert.That(() => checkpoint.StateDict().SaveAsSafetensors(At("x.safetensors")), Throws.TypeOf<NotSupportedException>().With.Message.Contains(reason));
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
        byte[] file = Samples.ZipOf(static pickle => pickle.EmptyDict().Mark().Text("a").Vector("FloatStorage", "0", 2).Text("b").Vector("FloatStorage", "1", 2).SetItems(), TensorPickles.Floats(1, 2), TensorPickles.Floats(31337, 4));
        file[file.AsSpan().IndexOf(BitConverter.GetBytes(31337f))] ^= 1;
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.Throws<MalformedCheckpointException>(() => checkpoint.StateDict().SaveAsSafetensors(At("x.safetensors"), new SaveOptions { MaxShardBytes = 8 }));
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    [Test]
    public void GivenIndex_IsWhatLibrariesLookFor()
    {
        using Checkpoint checkpoint = Tied();
        SaveReport report = checkpoint.StateDict().SaveAsSafetensors(At("model.safetensors"), new SaveOptions { MaxShardBytes = 16, Shared = SharedTensors.Copy });
        Assert.That(report.Files.Select(static file => Path.GetFileName(file.Path)), Is.EqualTo((string[])["model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors", "model.safetensors.index.json"]));
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
