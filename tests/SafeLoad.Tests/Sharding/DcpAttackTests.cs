using SafeLoad.Pickle;
using SafeLoad.Sharding;
using SafeLoad.Sharding.Dcp;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Sharding;

/// <summary>Metadata of distributed checkpoints that lies: to be refused before anything is read by it.</summary>
public sealed class DcpAttackTests
{
    private static DcpBuilder Halves() => new DcpBuilder().Tensor("w", [4], ("a", [0], [2]), ("b", [2], [2]));

    private static string Refused(DcpBuilder builder, DiagnosticId id = DiagnosticId.DcpBroken)
    {
        using ShardFolder folder = builder.Write();
        return folder.Malformed(id);
    }

    [TestCase("../a")]
    [TestCase("/etc/passwd")]
    [TestCase("sub/a")]
    [TestCase("sub\\a")]
    [TestCase("..")]
    [TestCase("")]
    [TestCase("C:a")]
    public void GivenPathThatIsMoreThanAName_IsRefused(string path)
    {
        DcpBuilder builder = Halves();
        builder.Places[1] = builder.Places[1] with { File = path };
        Assert.That(Refused(builder), Does.Contain("not the name of a file of the folder"));
    }

    [Test]
    public void GivenMissingFiles_OneErrorNamesAllOfThem()
    {
        DcpBuilder builder = Halves();
        builder.Places[0] = builder.Places[0] with { File = "gone" };
        builder.Places[1] = builder.Places[1] with { File = "lost" };
        Assert.That(Refused(builder, DiagnosticId.ShardMissing), Does.Contain("'gone', 'lost'"));
    }

    [TestCase(0, 1L << 60)]
    [TestCase(1L << 60, 10)]
    [TestCase(long.MaxValue, long.MaxValue)]
    [TestCase(1, -1)]
    public void GivenSliceOutsideOfItsFile_IsRefused(long at, long length)
    {
        DcpBuilder builder = Halves();
        builder.Places[1] = builder.Places[1] with { At = at, Length = length < 0 ? builder.Places[1].Length : length };
        Assert.That(Refused(builder), Does.Contain("outside of its file"));
    }

    [TestCase(-1, 10)]
    [TestCase(10, -1)]
    public void GivenNegativeOffset_IsRefused(long at, long length)
    {
        DcpBuilder builder = Halves();
        builder.Places[1] = builder.Places[1] with { At = at, Length = length };
        Assert.That(Refused(builder), Does.Contain("no whole number"));
    }

    [Test]
    public void GivenOneSliceForTwoBlocks_IsRefused()
    {
        DcpBuilder builder = Halves();
        builder.Places[1] = builder.Places[1] with { File = "a", At = builder.Places[0].At, Length = builder.Places[0].Length };
        Assert.That(Refused(builder), Does.Contain("begins inside of the one before it"));
    }

    [Test]
    public void GivenSlicesThatOverlap_IsRefused()
    {
        var builder = new DcpBuilder().Tensor("w", [4], ("a", [0], [2]), ("a", [2], [2]));
        builder.Places[0] = builder.Places[0] with { Length = builder.Places[0].Length + 1 };
        Assert.That(Refused(builder), Does.Contain("begins inside of the one before it"));
    }

    [TestCase(new long[] { 0 }, new long[] { 3 }, "overlap", TestName = "GivenBlocksThatOverlap_IsRefused")]
    [TestCase(new long[] { 0 }, new long[] { 1 }, "a hole", TestName = "GivenHoleBetweenBlocks_IsRefused")]
    [TestCase(new long[] { 1 }, new long[] { 1 }, "a hole", TestName = "GivenHoleAtTheStart_IsRefused")]
    [TestCase(new long[] { 3 }, new long[] { 2 }, "in a dimension of 4", TestName = "GivenBlockThatReachesOut_IsRefused")]
    [TestCase(new long[] { 1L << 62 }, new long[] { 1L << 62 }, "in a dimension of 4", TestName = "GivenBlockFarOutside_IsRefused")]
    [TestCase(new long[] { 0, 0 }, new long[] { 2, 1 }, "another number of dimensions", TestName = "GivenBlockOfOtherDimensions_IsRefused")]
    [TestCase(new long[] { 2 }, new long[] { 2 }, "a slice of its own", TestName = "GivenTheSameBlockTwice_IsRefused")]
    public void GivenBlocks(long[] offsets, long[] sizes, string problem)
    {
        DcpBuilder builder = Halves();
        builder.Entries[0] = builder.Entries[0] with { Chunks = [new(offsets, sizes), new([2], [2])] };
        builder.Places[0] = builder.Places[0] with { Offset = offsets };
        if (offsets is [2]) builder.Places[0] = builder.Places[0] with { Offset = [0] };
        Assert.That(Refused(builder), Does.Contain(problem));
    }

    [Test]
    public void GivenHoleAtTheEnd_IsRefused()
    {
        DcpBuilder builder = Halves();
        builder.Entries[0] = builder.Entries[0] with { Size = [5] };
        Assert.That(Refused(builder), Does.Contain("a hole"));
    }

    [Test]
    public void GivenBlockWithoutASlice_IsRefused()
    {
        DcpBuilder builder = Halves();
        builder.Places.RemoveAt(1);
        Assert.That(Refused(builder), Does.Contain("without a slice of its own"));
    }

    [Test]
    public void GivenTwoSlicesForOneBlock_IsRefused()
    {
        DcpBuilder builder = Halves();
        builder.Places[1] = builder.Places[1] with { Offset = [0] };
        Assert.That(Refused(builder), Does.Contain("two slices for one place"));
    }

    [TestCase("float64", new long[] { 2 })]
    [TestCase("float32", new long[] { 1, 2 })]
    public void GivenBlockOfAnotherDTypeOrShapeThanTheMetadataSays_IsRefused(string dtype, long[] shape)
    {
        var builder = new DcpBuilder();
        long[] zeros = new long[shape.Length];
        builder.Entries.Add(new("w", dtype, shape, [new(zeros, shape)]));
        var (at, length) = builder.Append("a", DcpBuilder.TensorFile([1, 2], [2]));
        builder.Places.Add(new("w", zeros, "a", at, length));
        Assert.That(Refused(builder), Does.Contain("has a chunk of float32[2]; the metadata says"));
    }

    [Test]
    public void GivenSliceThatHoldsNoTensor_IsRefused()
    {
        var builder = new DcpBuilder();
        builder.Entries.Add(new("w", "float32", [1], [new([0], [1])]));
        var (at, length) = builder.Append("a", Samples.ZipOf(static pickle => pickle.Int(1)));
        builder.Places.Add(new("w", [0], "a", at, length));
        Assert.That(Refused(builder), Does.Contain("no strided tensor"));
    }

    [TestCase(1L << 60, "a chunk")]
    [TestCase(1L << 62, "2^63 bytes")]
    public void GivenHugeTensor_CostsNothing(long size, string problem)
    {
        var builder = new DcpBuilder();
        builder.Entries.Add(new("w", "float32", [size], [new([0], [size])]));
        var (at, length) = builder.Append("a", DcpBuilder.TensorFile([1, 2], [2]));
        builder.Places.Add(new("w", [0], "a", at, length));
        using ShardFolder folder = builder.Write();
        Assert.That(folder.Malformed(DiagnosticId.DcpBroken), Does.Contain(problem));
        Assert.That(Cost.AllocatedBy(() => folder.Malformed(DiagnosticId.DcpBroken)), Is.LessThan(1 << 20));
    }

    [Test]
    public void GivenSizesWhoseProductOverflows_IsRefused()
    {
        var builder = new DcpBuilder();
        builder.Entries.Add(new("w", "float32", [1L << 40, 1L << 40], []));
        Refused(builder, DiagnosticId.BadShape);
    }

    [Test]
    public void GivenCompressedSlices_AreUnsupported()
    {
        DcpBuilder builder = Halves();
        builder.Places[0] =
            builder.Places[0] with { Transforms = static pickle => pickle.Op(PickleOpcode.EmptyList).Text("zstd").Op(PickleOpcode.Append) };
        using ShardFolder folder = builder.Write();
        Assert.That(folder.Refuses<UnsupportedCheckpointException>(DiagnosticId.UnsupportedFormat).Message,
            Does.Contain("transform_descriptors"));
    }

    private static IEnumerable<TestCaseData> BadPaths()
    {
        yield return new TestCaseData(new object[] { "a" }, new object[] { "a", "b" })
            .SetArgDisplayNames("a value and a dict at one place");
        yield return new TestCaseData(new object[] { "a", "b" }, new object[] { "a" })
            .SetArgDisplayNames("a dict and a value at one place");
        yield return new TestCaseData(new object[] { "a" }, new object[] { "a" }).SetArgDisplayNames("two values at one place");
        yield return new TestCaseData(new object[] { "a", 0L }, new object[] { "a", "b" })
            .SetArgDisplayNames("a list and a dict at one place");
        yield return new TestCaseData(new object[] { "a", 0L }, new object[] { "a", 0L }).SetArgDisplayNames("two items at one place");
        yield return new TestCaseData(new object[] { 0L }, new object[] { "a" }).SetArgDisplayNames("a list at the root");
        yield return new TestCaseData(new object[] { "a", -1L }, new object[] { "b" }).SetArgDisplayNames("a negative index");
        yield return new TestCaseData(new object[] { "a", 1L << 60 }, new object[] { "b" }).SetArgDisplayNames("an index of 2^60");
        yield return new TestCaseData(Array.Empty<object>(), new object[] { "b" }).SetArgDisplayNames("no steps");
    }

    [TestCaseSource(nameof(BadPaths))]
    public void GivenPathsThatContradictEachOther_IsRefused(object[] first, object[] second)
    {
        var builder = new DcpBuilder().Tensor("x", [1], ("a", [0], [1])).Tensor("y", [1], ("a", [0], [1]));
        builder.Paths = new() { ["x"] = first, ["y"] = second };
        Assert.That(Refused(builder), Does.Contain("planner_data"));
    }

    [Test]
    public void GivenListOfABillionItemsWithOneValue_IsALimit()
    {
        var builder = new DcpBuilder().Tensor("x", [1], ("a", [0], [1]));
        builder.Paths = new() { ["x"] = ["a", 1_000_000_000L] };
        using ShardFolder folder = builder.Write();
        Assert.That(Cost.AllocatedBy(() => folder.Refuses<LimitExceededException>(DiagnosticId.TooMuchCopying)), Is.LessThan(1 << 20));
    }

    // A record, a shape and a list of chunks can be repeated for two bytes each.
    [Test]
    public void GivenOneListOfChunksForManyTensors_CostsWhatStorageDataJustifies()
    {
        using ShardFolder small = Shared(2_000), large = Shared(20_000);
        TimeSpan before = Cost.FastestOf(2, () => small.Malformed(DiagnosticId.DcpBroken)),
            after = Cost.FastestOf(2, () => large.Malformed(DiagnosticId.DcpBroken));
        Assert.That(after, Is.LessThan(before * 40 + TimeSpan.FromMilliseconds(200)));

        static ShardFolder Shared(int count)
        {
            const string module = "torch.distributed.checkpoint.metadata";
            PickleBuilder pickle =
                PickleBuilder.Protocol(4).Global(module, "Metadata").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark();
            pickle.Text("state_dict_metadata").EmptyDict().Mark().Text("0").Global(module, "TensorStorageMetadata").EmptyTuple()
                .Op(PickleOpcode.NewObj).EmptyDict().Mark();
            pickle.Text("properties").Global(module, "TensorProperties").EmptyTuple().Op(PickleOpcode.NewObj).Mark().Torch("float32")
                .Layout("strided").False().None().False().Tuple().Op(PickleOpcode.Build);
            pickle.Text("size").Ints(count).Text("chunks").Op(PickleOpcode.EmptyList).Mark();
            pickle.Global(module, "ChunkStorageMetadata").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark().Text("offsets").Ints(0)
                .Text("sizes").Ints(1).SetItems().Op(PickleOpcode.Build).Put(2);
            for (int i = 1; i < count; i++) pickle.Get(2);
            pickle.Op(PickleOpcode.Appends).SetItems().Op(PickleOpcode.Build).Put(3);
            for (int i = 1; i < count; i++) pickle.Text(i.ToString(System.Globalization.CultureInfo.InvariantCulture)).Get(3);
            pickle.SetItems().Text("storage_data").EmptyDict().Mark();
            for (int i = 0; i < 1; i++)
            {
                pickle.Global(module, "MetadataIndex").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark().Text("fqn").Text("0")
                    .Text("offset").Ints(0).SetItems().Op(PickleOpcode.Build);
                pickle.Global("torch.distributed.checkpoint.filesystem", "_StorageInfo").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict()
                    .Mark().Text("relative_path").Text("a").Text("offset").Int(0).Text("length").Int(1).SetItems().Op(PickleOpcode.Build);
            }
            return new ShardFolder().Write(".metadata", pickle.SetItems().SetItems().Op(PickleOpcode.Build).Stop());
        }
    }

    // A name of a megabyte that every row repeats by its memo.
    [Test]
    public void GivenLongNameThatIsRepeated_IsALimit()
    {
        const string module = "torch.distributed.checkpoint.metadata";
        PickleBuilder pickle = PickleBuilder.Protocol(4).Global(module, "Metadata").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark()
            .Text("state_dict_metadata").EmptyDict()
            .Text("storage_data").EmptyDict().Mark();
        for (int i = 0; i < 200; i++)
        {
            pickle.Global(module, "MetadataIndex").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark().Text("fqn");
            _ = i == 0 ? pickle.Text(new string('x', 1 << 20)).Put(1) : pickle.Get(1);
            pickle.Text("offset").Ints(i).SetItems().Op(PickleOpcode.Build);
            pickle.Global("torch.distributed.checkpoint.filesystem", "_StorageInfo").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark()
                .Text("relative_path").Text("a").Text("offset").Int(0).Text("length").Int(1).SetItems().Op(PickleOpcode.Build);
        }
        using ShardFolder folder = new ShardFolder().Write(".metadata", pickle.SetItems().SetItems().Op(PickleOpcode.Build).Stop());
        folder.Refuses<LimitExceededException>(DiagnosticId.TooMuchCopying);
    }

    [Test]
    public void GivenManyBlocks_TheProofCostsNLogN()
    {
        List<DcpChunk> small = Grid(100, 100), large = Grid(1000, 100);
        TimeSpan before = Cost.FastestOf(3, () => ChunkTree.Build("w", [100, 100], small, default)),
            after = Cost.FastestOf(3, () => ChunkTree.Build("w", [1000, 100], large, default));
        Assert.That(after, Is.LessThan(before * 40 + TimeSpan.FromMilliseconds(200)));
        ChunkTree tree = ChunkTree.Build("w", [1000, 100], large, default);
        Assert.That(large[tree.Find([777, 33])].Offsets, Is.EqualTo(new long[] { 777, 33 }));
        // One of 100,000 is one wider than its place.
        large[50_000] = large[50_000] with { Sizes = [2, 1] };
        Assert.That(Assert.Throws<MalformedCheckpointException>(() => ChunkTree.Build("w", [1000, 100], large, default))!.Problem,
            Does.Contain("overlap"));
        large.RemoveAt(50_000);
        Assert.That(Assert.Throws<MalformedCheckpointException>(() => ChunkTree.Build("w", [1000, 100], large, default))!.Problem,
            Does.Contain("hole"));
    }

    [Test]
    public void GivenManySlices_OpeningAndReadingCostWhatTheirNumberCosts()
    {
        using ShardFolder small = Rows(500), large = Rows(5_000);
        TimeSpan before = Cost.FastestOf(2, () => Read(small)), after = Cost.FastestOf(2, () => Read(large));
        Assert.That(after, Is.LessThan(before * 30 + TimeSpan.FromMilliseconds(200)));

        static ShardFolder Rows(int count) =>
            new DcpBuilder()
                .Tensor("w", [count, 2],
                    [.. Enumerable.Range(0, count).Select(static i => ("a", new long[] { i, 0 }, new long[] { 1, 2 }))]).Write();

        static void Read(ShardFolder folder)
        {
            using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
            float[] values = checkpoint["w"].ToArray<float>();
            Assert.That(values[^1], Is.EqualTo(values.Length - 1));
        }
    }

    // Each cut parts one block from all others: as many levels as blocks. It ends after a few.
    [Test]
    public void GivenBlocksInASpiral_AreNotFollowedForEver()
    {
        var spiral = new List<DcpChunk>();
        long[] low = [0, 0], high = [100_000, 100_000];
        for (int i = 0; i < 50_000; i++)
        {
            int d = i % 2;
            spiral.Add(new DcpChunk([.. low], d == 0 ? [1, high[1] - low[1]] : [high[0] - low[0], 1], null));
            low[d]++;
        }
        spiral.Add(new DcpChunk([.. low], [high[0] - low[0], high[1] - low[1]], null));
        TimeSpan spent = Cost.FastestOf(1,
            () => Assert.Throws<UnsupportedCheckpointException>(() => ChunkTree.Build("w", [100_000, 100_000], spiral, default)));
        Assert.That(spent, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public void GivenManyBlocksOnOneAnother_AreNotComparedInPairs()
    {
        List<DcpChunk> same = [.. Enumerable.Range(0, 100_000).Select(static _ => new DcpChunk([0], [1000], null))];
        Assert.That(Assert.Throws<MalformedCheckpointException>(() => ChunkTree.Build("w", [1000], same, default))!.Problem,
            Does.Contain("overlap"));
    }

    [Test]
    public void GivenManyBlocksThatNoCutParts_AreUnsupported()
    {
        // 300 pinwheels in a ring would be parted; one pinwheel whose middle is cut into 300 strips is not.
        List<DcpChunk> chunks = [new([0, 0], [100, 1000], null), new([0, 1000], [1000, 100], null), new([1000, 100], [100, 1000], null),
            new([100, 0], [1000, 100], null)];
        for (int i = 0; i < 300; i++) chunks.Add(new([100 + i * 3, 100], [3, 900], null));
        var problem = Assert.Throws<UnsupportedCheckpointException>(() => ChunkTree.Build("w", [1100, 1100], chunks, default))!;
        Assert.That(problem.Problem, Does.Contain("too long to check"));
    }

    private static List<DcpChunk> Grid(int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => new DcpChunk([i / columns, i % columns], [1, 1], null))];

    [TestCase("model", 1)]
    [TestCase("dtypes", 7)]
    public void GivenRealMetadataCutOrChangedAtAnyByte_OnlyItsOwnErrorsComeOut(string name, int step)
    {
        string fixture = Fixtures.PathOf("torch-2.11/dcp/" + name);
        byte[] good = File.ReadAllBytes(Path.Combine(fixture, ".metadata"));
        using ShardFolder folder =
            new ShardFolder().Write("__0_0.distcp", File.ReadAllBytes(Path.Combine(fixture, "__0_0.distcp"))).Write(".metadata", good);
        Assert.That(Opens(folder), Is.True);
        int refused = 0;
        for (int i = 0; i < good.Length; i += step)
        {
            Assert.That(Opens(folder.Write(".metadata", good[..i])), Is.False, $"the first {i} bytes");
            foreach (byte value in (byte[])[(byte)(good[i] ^ 1), (byte)(good[i] ^ 0x80)])
            {
                byte[] changed = [.. good];
                changed[i] = value;
                if (!Opens(folder.Write(".metadata", changed))) refused++;
            }
        }
        Assert.That(refused, Is.GreaterThan(good.Length / step));
    }

    [Test]
    public void GivenRealFileCutOrChanged_OnlyItsOwnErrorsComeOut()
    {
        string fixture = Fixtures.PathOf("torch-2.11/dcp/model");
        byte[] good = File.ReadAllBytes(Path.Combine(fixture, "__0_0.distcp"));
        using ShardFolder folder = new ShardFolder().Write(".metadata", File.ReadAllBytes(Path.Combine(fixture, ".metadata")));
        int refused = 0;
        // The zips in it are cut at every byte elsewhere.
        for (int i = 0; i < good.Length; i += 11)
        {
            Assert.That(Opens(folder.Write("__0_0.distcp", good[..i])), Is.False, $"the first {i} bytes");
            byte[] changed = [.. good];
            changed[i] ^= 0x41;
            if (!Opens(folder.Write("__0_0.distcp", changed))) refused++;
        }
        Assert.That(refused, Is.GreaterThan(good.Length / 44));
    }

    private static bool Opens(ShardFolder folder)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
            foreach (TensorInfo tensor in checkpoint.StateDict().Values)
            {
                using Stream stream = tensor.OpenStream();
                stream.ReadAtLeast(new byte[256], 256, throwOnEndOfStream: false);
            }
            return true;
        }
        catch (SafeLoadException)
        {
            return false;
        }
    }
}
