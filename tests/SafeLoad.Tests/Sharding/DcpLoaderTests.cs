using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Sharding;

public sealed class DcpLoaderTests
{
    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(static i => (float)i)];

    [Test]
    public void GivenRealFolder_IsTheDictThatWasSaved()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/dcp/model"));
        Assert.Multiple(() =>
        {
            Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Dcp));
            Assert.That(checkpoint.StateDict().Path, Is.EqualTo("model"));
            Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "running", "fc1.weight", "fc1.bias", "fc2.weight" }));
            Assert.That(checkpoint["running"].ToArray<float>(), Is.EqualTo(Numbers(6)));
            Assert.That(checkpoint.Storages, Has.Count.EqualTo(4));
            Assert.That(checkpoint.Writer, Is.EqualTo("torch.distributed.checkpoint 1.0.0, 1 file"));
            Assert.That(checkpoint.Length, Is.EqualTo(1393 + 6436));
            Assert.That(checkpoint.Globals,
                Does.Contain("torch.distributed.checkpoint.filesystem._StorageInfo").And.Contain("torch._utils._rebuild_tensor_v2"));
        });
    }

    [Test]
    public void GivenTensorInRowsOfFourFiles_IsOne()
    {
        using ShardFolder folder = new DcpBuilder().Tensor("w", [8, 3],
            ("__0_0.distcp", [0, 0], [2, 3]), ("__1_0.distcp", [2, 0], [2, 3]), ("__2_0.distcp", [4, 0], [2, 3]),
            ("__3_0.distcp", [6, 0], [2, 3])).Write();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(Numbers(24)));
        Assert.That(checkpoint["w"].ToString(), Is.EqualTo("float32[8, 3]"));
        Assert.That(checkpoint["w"].IsContiguous);
        Assert.That(checkpoint.Storages.Single().Key, Is.EqualTo("w"));
        Assert.That(checkpoint.Length, Is.EqualTo(Directory.GetFiles(folder.Root).Sum(static path => new FileInfo(path).Length)));
    }

    private static IEnumerable<TestCaseData> Layouts()
    {
        yield return new TestCaseData(new long[] { 5, 7 },
            new (long[], long[])[] { ([0, 0], [3, 4]), ([0, 4], [3, 3]), ([3, 0], [2, 4]), ([3, 4], [2, 3]) }).SetArgDisplayNames("tiles");
        yield return new TestCaseData(new long[] { 4, 6 }, new (long[], long[])[] { ([0, 3], [4, 3]), ([0, 0], [4, 2]), ([0, 2], [4, 1]) })
            .SetArgDisplayNames("columns, out of order");
        yield return new TestCaseData(new long[] { 3, 3 },
            new (long[], long[])[] { ([0, 0], [1, 2]), ([0, 2], [2, 1]), ([2, 1], [1, 2]), ([1, 0], [2, 1]), ([1, 1], [1, 1]) })
            .SetArgDisplayNames("a pinwheel, which no cut parts");
        yield return new TestCaseData(new long[] { 2, 3, 4 },
            new (long[], long[])[] { ([0, 0, 0], [1, 3, 4]), ([1, 0, 0], [1, 3, 2]), ([1, 0, 2], [1, 2, 2]), ([1, 2, 2], [1, 1, 2]) })
            .SetArgDisplayNames("three dimensions, uneven");
        yield return new TestCaseData(new long[] { 6 }, new (long[], long[])[] { ([5], [1]), ([0], [5]) })
            .SetArgDisplayNames("one dimension");
        yield return new TestCaseData(new long[] { 1, 4, 1 }, new (long[], long[])[] { ([0, 0, 0], [1, 1, 1]), ([0, 1, 0], [1, 3, 1]) })
            .SetArgDisplayNames("sizes of one");
    }

    [TestCaseSource(nameof(Layouts))]
    public void GivenBlocks_TheTensorIsReadInOrderFromAnyPlace(long[] size, (long[] Offsets, long[] Sizes)[] blocks)
    {
        using ShardFolder folder = new DcpBuilder()
            .Tensor("w", size, [.. blocks.Select(static (block, i) => ($"__{i}_0.distcp", block.Offsets, block.Sizes))]).Write();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        TensorInfo tensor = checkpoint["w"];
        byte[] all = TensorPickles.Floats(Numbers((int)tensor.ElementCount));
        Assert.That(tensor.ToArray<float>(), Is.EqualTo(Numbers((int)tensor.ElementCount)));
        // Also from the middle of an element to the middle of another.
        for (int from = 0; from < all.Length; from++)
        {
            foreach (int count in (int[])[1, 3, 4, 7, 30, all.Length])
            {
                byte[] part = new byte[Math.Min(count, all.Length - from)];
                tensor.Storage!.Read(from, part);
                Assert.That(part, Is.EqualTo(all[from..(from + part.Length)]), $"{part.Length} bytes at {from}");
            }
        }
    }

    [Test]
    public void GivenTransposedBlock_ItsElementsAreFound()
    {
        var builder = new DcpBuilder();
        builder.Entries.Add(new("w", "float32", [2, 4], [new([0, 0], [2, 2]), new([0, 2], [2, 2])]));
        // Saved by columns: 0 4 1 5 are [[0, 1], [4, 5]].
        var (at, length) = builder.Append("a", DcpBuilder.TensorFile([0, 4, 1, 5], [2, 2], [1, 2]));
        builder.Places.Add(new("w", [0, 0], "a", at, length));
        (at, length) = builder.Append("a", DcpBuilder.TensorFile([2, 3, 6, 7], [2, 2]));
        builder.Places.Add(new("w", [0, 2], "a", at, length));
        using ShardFolder folder = builder.Write();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(Numbers(8)));
        byte[] middle = new byte[6];
        checkpoint["w"].Storage!.Read(3, middle);
        Assert.That(middle, Is.EqualTo(TensorPickles.Floats(Numbers(8))[3..9]));
    }

    [Test]
    public void GivenScalarAndEmptyTensors_AreRead()
    {
        var builder = new DcpBuilder().Tensor("scalar", [], ("a", [], [])).Tensor("empty", [0, 3], ("a", [0, 0], [0, 3]))
            .Tensor("uneven", [2], ("a", [0], [1]), ("a", [1], [1]));
        // What processes say that got nothing of it; they share one row of storage_data.
        builder.Entries[2] = builder.Entries[2] with { Chunks = [.. builder.Entries[2].Chunks, new([2], [0]), new([2], [0])] };
        builder.Entries.Add(new("no chunks", "float32", [0], []));
        using ShardFolder folder = builder.Write();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint["scalar"].ToArray<float>(), Is.EqualTo(Numbers(1)));
        Assert.That(checkpoint["empty"].Shape.ToArray(), Is.EqualTo(new long[] { 0, 3 }));
        Assert.That(checkpoint["empty"].ToArray<float>(), Is.Empty);
        Assert.That(checkpoint["uneven"].ToArray<float>(), Is.EqualTo(Numbers(2)));
        Assert.That(checkpoint["no chunks"].ByteLength, Is.Zero);
    }

    [Test]
    public void GivenPaths_AreNestedAsTheyWereSaved()
    {
        var builder = new DcpBuilder().Tensor("model.fc.weight", [1], ("a", [0], [1])).Tensor("opt.1.x", [1], ("a", [0], [1]))
            .Pickled("opt.3", "a", Samples.ZipOf(static pickle => pickle.Text("later"))).Tensor("flat", [1], ("a", [0], [1]));
        builder.Paths = new()
        {
            ["model.fc.weight"] = ["model", "fc.weight"],
            ["opt.1.x"] = ["opt", 1L, "x"],
            ["opt.3"] = ["opt", 3L],
            ["not there"] = ["model"],
        };
        using ShardFolder folder = builder.Write();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        var root = (PyDict)checkpoint.Root.Reference!;
        var list = (PyList)root["opt"].Reference!;
        Assert.Multiple(() =>
        {
            Assert.That(root.Select(static entry => entry.Key.AsString()), Is.EqualTo(new[] { "model", "opt", "flat" }));
            Assert.That(((PyDict)root["model"].Reference!)["fc.weight"].Kind, Is.EqualTo(PyKind.Tensor));
            Assert.That(list.Select(static item => item.Kind), Is.EqualTo(new[] { PyKind.None, PyKind.Dict, PyKind.None, PyKind.Str }));
            Assert.That(list[3].AsString(), Is.EqualTo("later"));
        });
    }

    [Test]
    public void GivenPickledValueThatIsNotAllowed_IsRefused()
    {
        using ShardFolder folder = new DcpBuilder()
            .Pickled("x", "a", Samples.ZipOf(static pickle => pickle.Global("os", "system").Mark().Text("id").Tuple().Reduce())).Write();
        Assert.That(folder.Refuses<DisallowedGlobalException>(DiagnosticId.DisallowedGlobal).Location.File, Is.EqualTo(folder.PathOf("a")));
    }

    [Test]
    public void GivenTensorsSavedAsSafetensors_AreFoundByName()
    {
        var builder = new DcpBuilder();
        builder.Pickled("step", "a", Samples.ZipOf(static pickle => pickle.Int(7)));
        var (at, _) = builder.Append("a", ShardFolder.SafetensorsOf("x", "y"));
        foreach (string name in (string[])["y", "x"])
        {
            builder.Entries.Add(new(name, "uint8", [1], [new([0], [1])]));
            // The offset is where the one safetensors file for all begins, the length the tensor's own.
            builder.Places.Add(new(name, [0], "a", at, 1));
        }
        using ShardFolder folder = builder.Write();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint["x"].ToArray<byte>(), Is.EqualTo(new byte[] { 1 }));
        Assert.That(checkpoint["y"].ToArray<byte>(), Is.EqualTo(new byte[] { 2 }));
        Assert.That(((PyDict)checkpoint.Root.Reference!)["step"].AsInt64(), Is.EqualTo(7));
    }

    [Test]
    public void GivenUnusedSlices_AreANote()
    {
        var builder = new DcpBuilder().Tensor("w", [1], ("a", [0], [1]));
        builder.Places.Add(new("gone", [0], "a", 0, 1));
        using ShardFolder folder = builder.Write();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint.Notes, Is.EqualTo(new[] { "slices in the metadata that belong to no value, and were not read: 1" }));
    }

    [Test]
    public void GivenDisposedCheckpoint_NoBlockIsRead()
    {
        using ShardFolder folder = new DcpBuilder().Tensor("w", [2], ("a", [0], [1]), ("b", [1], [1])).Write();
        Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        TensorInfo tensor = checkpoint["w"];
        checkpoint.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.ToArray<float>());
    }

    // The set is for this one pickle. A caller who turns every bit on does not get it for others.
    [Test]
    public void GivenMetadataClassesElsewhere_AreRefused()
    {
        byte[] pickle = new DcpBuilder().Tensor("w", [1], ("a", [0], [1])).MetadataBytes();
        foreach (GlobalSets sets in (GlobalSets[])[GlobalSets.None, (GlobalSets)(-1)])
        {
            var refusal =
                Assert.Throws<DisallowedGlobalException>(() => Checkpoint.Open(pickle, new CheckpointOptions { GlobalSets = sets }))!;
            Assert.That(refusal.Globals.Select(static global => global.FullName),
                Does.Contain("torch.distributed.checkpoint.metadata.Metadata"));
            Assert.That(refusal.Globals, Has.All.Property(nameof(NamedGlobal.Set)).EqualTo(GlobalSets.None));
        }
    }

    [TestCase("os", "system")]
    [TestCase("builtins", "getattr")]
    [TestCase("torch.distributed.checkpoint.metadata", "Other")]
    [TestCase("collections", "deque")]
    [TestCase("numpy", "dtype")]
    public void GivenOtherGlobalInTheMetadata_IsRefused(string module, string name)
    {
        using ShardFolder folder =
            new ShardFolder().Write(".metadata", PickleBuilder.Protocol(4).Global(module, name).EmptyTuple().Reduce().Stop());
        // Whatever the caller keeps as data elsewhere: nothing of the metadata would be left to read.
        var refusal = folder.Refuses<DisallowedGlobalException>(DiagnosticId.DisallowedGlobal,
            options: new CheckpointOptions { GlobalSets = GlobalSets.Numpy | GlobalSets.Python, KeepObjects = true });
        Assert.That(refusal.Globals.Single().FullName, Is.EqualTo(module + "." + name));
        Assert.That(refusal.Location.File, Is.EqualTo(folder.PathOf(".metadata")));
    }

    // Data classes are made without arguments and filled once; PyTorch writes them in no other way.
    [Test]
    public void GivenDataClassThatIsCalled_IsRefused()
    {
        using ShardFolder folder = new ShardFolder()
            .Write(".metadata",
                PickleBuilder.Protocol(4).Global("torch.distributed.checkpoint.metadata", "Metadata").EmptyTuple().Reduce().Stop());
        folder.Refuses<DisallowedGlobalException>(DiagnosticId.DisallowedCall);
        folder.Write(".metadata",
            PickleBuilder.Protocol(4).Global("torch.distributed.checkpoint.metadata", "Metadata").EmptyTuple().Op(PickleOpcode.NewObj)
                .EmptyDict().Op(PickleOpcode.Build).EmptyDict().Op(PickleOpcode.Build).Stop());
        folder.Refuses<DisallowedGlobalException>(DiagnosticId.DisallowedCall);
    }
}
