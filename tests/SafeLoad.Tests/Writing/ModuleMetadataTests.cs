using SafeLoad.Pickle;
using SafeLoad.Placement;
using SafeLoad.Tests.Support;
using SafeLoad.Values;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>A state dict's <c>_metadata</c> on its way into another file: under the names that its modules have there.</summary>
public sealed class ModuleMetadataTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("safeload-versions-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    // What DataParallel saves: a wrapper, the model, a layer with a tensor and one without, each with its own version.
    private static Checkpoint Parallel() =>
        Checkpoint.Open(Samples.ZipOf(static pickle => pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().Mark()
        .Text("module.fc.weight").Tensor(2, 0, [2], [1]).Text("module.head.weight").Tensor(2, 0, [2], [1], "1").SetItems()
        .EmptyDict().Mark().Text("_metadata").Global("collections", "OrderedDict").EmptyTuple().Reduce().Mark()
        .Text("").EmptyDict().Mark().Text("version").Int(1).SetItems()
        .Text("module").EmptyDict().Mark().Text("version").Int(2).SetItems()
        .Text("module.fc").EmptyDict().Mark().Text("version").Int(3).Text("more").EmptyDict().SetItems()
        .Text("module.act").EmptyDict().Mark().Text("version").Int(4).SetItems()
        .Text("module.head").EmptyDict().Mark().Text("version").Int(5).SetItems()
        .Text("module.odd").Int(6)
        .SetItems().SetItems().Op(PickleOpcode.Build), TensorPickles.Floats(1, 2), TensorPickles.Floats(3, 4)));

    private static string Shown(PyDict? metadata) =>
        metadata is null ? "none"
        : string.Join(' ',
            metadata.Select(static entry =>
                $"{entry.Key.AsString()}:{string.Join(',',
                    ((PyDict)entry.Value.Reference!).Select(static version => version.Value.AsInt64()))}"));

    [TestCase(null, null, null, null, ":1 module:2 module.fc:3 module.act:4 module.head:5")]
    [TestCase("auto", null, null, null, ":2 fc:3 act:4 head:5")]
    [TestCase("module.", null, null, null, ":2 fc:3 act:4 head:5")]
    [TestCase("module.", "net.", null, null, "net:2 net.fc:3 net.act:4 net.head:5")]
    // One tensor's new name tells its module's; the rules for all of a module tell that of one without tensors.
    [TestCase(null, null, "module.fc.weight=body.fc.weight", null, ":1 module:2 body.fc:3 module.act:4 module.head:5")]
    [TestCase(null, null, "module.*=*", null, ":2 fc:3 act:4 head:5")]
    [TestCase(null, null, null, "module.fc.*", ":1 module.fc:3")]
    public void GivenRules_TheModulesAreRenamedAsTheTensorsAre(string? strip, string? add, string? rename, string? include, string expected)
    {
        using Checkpoint checkpoint = Parallel();
        var rules = new NameRules { StripPrefix = strip, AddPrefix =
            add, Renames = rename?.Split('=') is [var from, var to] ? [new(from, to)] : [], Include = include is null ? [] : [include] };
        NameMap map = NameMap.Create(checkpoint.StateDict(), rules);
        foreach (TensorFileFormat format in (TensorFileFormat[])[TensorFileFormat.Zip, TensorFileFormat.Legacy])
        {
            var options = new SaveOptions { ModuleMetadata = map.Rename(checkpoint.ModuleMetadata()!), Overwrite = true };
            SavePlan plan = map.Tensors.Select(static tensor =>
                new KeyValuePair<string, TensorInfo>(tensor.Name, tensor.Tensor)).PlanSave(At("out.pt"), format, options);
            plan.Write();
            Assert.That(new FileInfo(At("out.pt")).Length, Is.EqualTo(plan.Length));
            using Checkpoint written = Checkpoint.Open(At("out.pt"));
            Assert.That(Shown(written.ModuleMetadata()), Is.EqualTo(expected));
        }
    }

    [Test]
    public void GivenShards_TheyHaveNone()
    {
        using Checkpoint checkpoint = Parallel();
        checkpoint.StateDict()
            .SaveAsCheckpoint(At("s.bin"), new SaveOptions { ModuleMetadata = checkpoint.ModuleMetadata(), ShardCount = 2 });
        using Checkpoint shard = Checkpoint.Open(At("s-00001-of-00002.bin"));
        Assert.That(shard.ModuleMetadata(), Is.Null);
    }

    // Of a million modules that share one dict of a million versions there is one copy.
    [Test]
    public void GivenModulesThatShareTheirVersions_TheyGoOnSharingThem()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle =>
        {
            pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().Mark().Text("w").Tensor(2, 0, [2], [1]).SetItems().EmptyDict()
                .Mark().Text("_metadata").EmptyDict().Mark();
            for (int i = 0; i < 3; i++)
            {
                pickle.Text("m" + i);
                if (i == 0) pickle.EmptyDict().Put(9).Mark().Text("version").Int(7).SetItems();
                else pickle.Get(9);
            }
            pickle.SetItems().SetItems().Op(PickleOpcode.Build);
        }, TensorPickles.Floats(1, 2)));
        PyDict renamed = NameMap.Create(checkpoint.StateDict(), NameRules.None).Rename(checkpoint.ModuleMetadata()!);
        Assert.That(renamed.Select(static entry => entry.Value.Reference).Distinct().Count(), Is.EqualTo(1));
    }

    // No name is written into an index as another one.
    [Test]
    public void GivenNameThatIsNoUnicode_NoIndexIsWritten()
    {
        using Checkpoint checkpoint = Parallel();
        KeyValuePair<string, TensorInfo>[] tensors = [new("w\ud800", checkpoint["module.fc.weight"]),
            new("v", checkpoint["module.head.weight"])];
        Assert.That(() => tensors.SaveAsCheckpoint(At("s.bin"), new SaveOptions { ShardCount = 2 }),
            Throws.InstanceOf<NotSupportedException>());
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
        tensors.SaveAsCheckpoint(At("s.bin"), new SaveOptions { ShardCount = 2, WithoutIndex = true });
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(2));
    }

    // Of shards the first has the text, and each the other names of its own tensors.
    [Test]
    public void GivenMetadata_ShardsHaveWhatIsTheirs()
    {
        using Checkpoint checkpoint = Parallel();
        TensorInfo a = checkpoint["module.fc.weight"], b = checkpoint["module.head.weight"];
        KeyValuePair<string, TensorInfo>[] tensors = [new("a", a), new("b", b), new("tied", b)];
        var options =
            new SaveOptions { ShardCount = 2, Metadata = new Dictionary<string, string> { ["format"] = "pt", ["author"] = "me" } };
        SavePlan plan = tensors.PlanSave(At("s.safetensors"), TensorFileFormat.Safetensors, options);
        plan.Write();
        Assert.That(plan.Files.Select(static file => file.Length),
            Is.EqualTo(plan.Files.Select(static file => new FileInfo(file.Path).Length)));
        Assert.That((Of("s-00001-of-00002.safetensors"), Of("s-00002-of-00002.safetensors")),
            Is.EqualTo(("author=me format=pt", "format=pt tied=b")));
        Assert.That(Of("s.safetensors.index.json"), Is.EqualTo("author=me total_size=16"));

        string Of(string name)
        {
            using Checkpoint file = Checkpoint.Open(At(name));
            return string.Join(' ', file.Metadata.Select(static entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal));
        }
    }
}
