using System.Text.Json;
using SafeLoad.Tests.Support;
using static SafeLoad.Tests.Support.Hdf5Builder;

namespace SafeLoad.Tests.Formats.Hdf5;

public sealed class Hdf5LoaderTests
{
    private static string Folder => Fixtures.PathOf("h5");

    private static IEnumerable<string> Files() => Hdf5Rows.Of(Folder).Select(static row => row.GetProperty("file").GetString()!);

    // One dataset 'd' with these messages.
    private static byte[] File(Hdf5Builder file, params byte[][] messages) => file.ToArray(file.Links(("d", file.Object(messages))));

    private static byte[] File(params byte[][] messages) => File(new Hdf5Builder(), messages);

    [TestCaseSource(nameof(Files))]
    public void GivenHdf5Fixture_IsWhatH5pyReads(string file)
    {
        JsonElement row = Hdf5Rows.Of(Folder).Single(row => row.GetProperty("file").GetString() == file);
        int tensors = Hdf5Rows.Check(Folder, row);
        Assert.That(tensors, Is.GreaterThan(0));
    }

    [Test]
    public void GivenHdf5WholeModel_RootHasWeightsAndOptimizer()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(Folder, "model.h5"));
        Assert.That(((SafeLoad.Values.PyDict)checkpoint.Root.Reference!).Select(static pair => pair.Key.AsString()),
            Is.EqualTo(new[] { "model_weights", "optimizer_weights" }));
        Assert.That(checkpoint.StateDict().Keys, Does.Contain("dense/kernel:0"));
        Assert.That(checkpoint.Metadata.Keys, Is.EquivalentTo(new[] { "keras_version", "backend" }));
    }

    [Test]
    public void GivenHdf5Disposed_ReadingThrows([Values("tiny_weights.h5", "tiny_chunks.h5", "shapes.h5")] string file)
    {
        Checkpoint checkpoint = Checkpoint.Open(System.IO.File.ReadAllBytes(Path.Combine(Folder, file)));
        TensorInfo[] tensors = [.. checkpoint.StateDict().Values.Where(static tensor => tensor.ByteLength > 0)];
        checkpoint.Dispose();
        Assert.That(tensors, Is.Not.Empty);
        foreach (TensorInfo tensor in tensors)
            Assert.That(() => tensor.CopyTo(new byte[tensor.ByteLength]), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void GivenHdf5BuiltByHand_IsRead()
    {
        var file = new Hdf5Builder();
        long data = file.Add([[0, 0, 128, 63, 0, 0, 0, 64]]);
        using Checkpoint checkpoint = Checkpoint.Open(File(file, Space(2), Float32, Contiguous(data, 8)));
        Assert.That(checkpoint["d"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    // Version, dimensions, class, reserved; then by the class an address, the sizes of the dimensions, the bytes themselves.
    [Test]
    public void GivenHdf5LayoutOfTheFirstVersions_IsRead([Values(1, 2)] byte version, [Values(0, 1, 2)] byte kind)
    {
        var file = new Hdf5Builder();
        long data = file.Add([[7, 8]]);
        byte[] head = [version, (byte)(kind == 2 ? 2 : 1), kind, 0, 0, 0, 0, 0], sizes = [.. Number(2, 4), .. Number(1, 4)];
        byte[] layout = Message(8, kind switch
        {
            0 => [.. head, .. sizes[..4], .. Number(2, 4), 7, 8],
            1 => [.. head, .. Number(data), .. sizes[..4]],
            _ => [.. head, .. Number(file.Add([Tree(1, 0, 1, Chunk(2, data, 0))])), .. sizes],
        });
        using Checkpoint checkpoint = Checkpoint.Open(File(file, Space(2), UInt8, layout));
        Assert.That(checkpoint["d"].ToArray<byte>(), Is.EqualTo(new byte[] { 7, 8 }));
    }

    // -1 says that there is none.
    [Test]
    public void GivenHdf5FillValueOfNoSize_IsNone([Values(1, 2)] byte version)
    {
        var file = new Hdf5Builder();
        byte[] fill = Message(5, [version, 1, 0, 1, 255, 255, 255, 255]);
        using Checkpoint checkpoint = Checkpoint.Open(File(file, Space(2), UInt8, Contiguous(file.Add([[7, 8]]), 2), fill));
        Assert.That(checkpoint["d"].ToArray<byte>(), Is.EqualTo(new byte[] { 7, 8 }));
    }

    [Test]
    public void GivenHdf5WithTwoSuperblocks_TheFirstCounts()
    {
        var file = new Hdf5Builder();
        byte[] first = file.ToArray(file.Links(("first", file.Object(Space(), UInt8, Contiguous(96, 1)))));
        byte[] both = [.. first, .. new byte[512 - first.Length], .. File(Space(), UInt8, Contiguous(96, 1))];
        using Checkpoint checkpoint = Checkpoint.Open(both);
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "first" }));
    }

    [Test]
    public void GivenHdf5ChunkWhoseFilterIsLeftOut_IsReadAsItIs()
    {
        var file = new Hdf5Builder();
        long data = file.Add([[7, 8]]);
        byte[] chunk = Chunk(2, data, 0);
        chunk[4] = 1;
        using Checkpoint checkpoint =
            Checkpoint.Open(File(file, Space(2), UInt8, Chunked(file.Add([Tree(1, 0, 1, chunk)]), 2, 1), Filters(1)));
        Assert.That(checkpoint["d"].ToArray<byte>(), Is.EqualTo(new byte[] { 7, 8 }));
    }

    [TestCase("a/b")]
    [TestCase("")]
    [TestCase(".")]
    [TestCase("a\0b")]
    public void GivenHdf5LinkWithNoName_IsRefused(string name)
    {
        var file = new Hdf5Builder();
        Assert.That(Refusal.Malformed(file.ToArray(file.Links((name, 96))), DiagnosticId.Hdf5Broken).Problem,
            Does.Contain("no name of a link"));
    }

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Row("LinkTwice", "'d' twice", static file => file.ToArray(file.Links(("d", 96), ("d", 96))));
        yield return Row("LinkOutside", "not all inside", static file => file.ToArray(file.Links(("d", 1 << 20))));
        yield return Row("DataOutside", "not all inside", static file => File(file, Space(2), UInt8, Contiguous(file.Next + 1000, 2)));
        yield return Row("DataOfAnotherLength", "its shape and type take 2", static file => File(file, Space(2), UInt8, Contiguous(96, 3)));
        yield return Row("NoShape", "lacks a message", static file => File(file, UInt8, Contiguous(96, 2)));
        yield return Row("TwoShapes", "two messages", static file => File(file, Space(1), Space(2), UInt8, Contiguous(96, 2)));
        yield return Row("RootThatIsNoGroup", "the root", static file => file.ToArray(file.Object(Space(1), UInt8, Contiguous(96, 1))));
        yield return Row("ChunkOfAnotherLength", "stored in 3",
            static file => File(file, Space(2), UInt8, Chunked(file.Add([Tree(1, 0, 1, Chunk(3, 96, 0))]), 2, 1)));
        yield return Row("ChunkOutside", "not all inside",
            static file => File(file, Space(2), UInt8, Chunked(file.Add([Tree(1, 0, 1, Chunk(2, 5000, 0))]), 2, 1)));
        yield return Row("ChunkOutsideOfTheShape", "outside of its dataset",
            static file => File(file, Space(2), UInt8, Chunked(file.Add([Tree(1, 0, 1, Chunk(2, 96, 2))]), 2, 1)));
        yield return Row("ChunkBetweenTwo", "begins where none does",
            static file => File(file, Space(4), UInt8, Chunked(file.Add([Tree(1, 0, 1, Chunk(2, 96, 1))]), 2, 1)));
        yield return Row("ChunkTwice", "twice",
            static file => File(file, Space(4), UInt8, Chunked(file.Add([Tree(1, 0, 2, Chunk(2, 96, 0), Chunk(2, 98, 0))]), 2, 1)));
        yield return Row("ChunkOfOtherElements", "other dimensions", static file => File(file, Space(2), UInt8, Chunked(Undefined, 2, 4)));
        yield return Row("ChunkOfSize0", "size 0", static file => File(file, Space(2), UInt8, Chunked(Undefined, 0, 1)));
        yield return Row("FilterTwice", "twice", static file => File(file, Space(2), UInt8, Chunked(Undefined, 2, 1), Filters(1, 1)));
        yield return Row("FiltersWithoutChunks", "no chunks", static file => File(file, Space(2), UInt8, Contiguous(96, 2), Filters(1)));
        yield return Row("TreeOfGroups", "type 0", static file => File(file, Space(2), UInt8, Chunked(file.Add([Tree(0, 0, 0)]), 2, 1)));
        yield return Row("TooManyDimensions", "33 dimensions", static file => File(file, Space(new long[33]), UInt8, Contiguous(96, 2)));
    }

    [TestCaseSource(nameof(Broken))]
    public void GivenHdf5Broken_IsRefused(byte[] file, string problem) =>
        Assert.That(Refusal.Malformed(file, DiagnosticId.Hdf5Broken).Problem, Does.Contain(problem));

    [Test]
    public void GivenHdf5NamedDatatype_IsReadAsTheOneThatItNames([Values(1, 2, 3)] int version)
    {
        var file = new Hdf5Builder();
        long data = file.Add([[0, 0, 128, 63]]), type = file.Object(Float32);
        byte[] shared = version == 1 ? [1, 0, 0, 0, 0, 0, 0, 0, .. Number(0), .. Number(type)] : [(byte)version, 2, .. Number(type)];
        using Checkpoint checkpoint = Checkpoint.Open(File(file, Space(1), Message(3, shared, flags: 2), Contiguous(data, 4)));
        Assert.That(checkpoint["d"].ToArray<float>(), Is.EqualTo(new float[] { 1 }));
    }

    [Test]
    public void GivenHdf5NamedDatatypeThatNamesItself_IsRefused()
    {
        var file = new Hdf5Builder();
        long type = file.Next;
        file.Object(Message(3, [2, 2, .. Number(type)], flags: 2));
        byte[] bytes = File(file, Space(1), Message(3, [2, 2, .. Number(type)], flags: 2), Contiguous(96, 1));
        Assert.That(Refusal.Malformed(bytes, DiagnosticId.Hdf5Broken).Problem, Does.Contain("shared itself"));
    }

    [Test]
    public void GivenHdf5ShuffleThatKnowsNoSize_IsRefusedWhereItIsUsed()
    {
        var file = new Hdf5Builder();
        long data = file.Add([[1, 2]]);
        using Checkpoint checkpoint = Checkpoint.Open(
            File(file, Space(2), UInt8, Chunked(file.Add([Tree(1, 0, 1, Chunk(2, data, 0))]), 2, 1), Filters(2)));
        Assert.That(Assert.Throws<MalformedCheckpointException>(() => checkpoint["d"].ToArray<byte>())!.Problem, Does.Contain("how large"));
    }

    private static IEnumerable<TestCaseData> Unreadable()
    {
        yield return Left("Text", "are text", [Space(1), Message(3, [0x13, 0, 0, 0, 4, 0, 0, 0]), Contiguous(96, 4)]);
        yield return Left("Compound", "are a compound", [Space(1), Message(3, [0x16, 0, 0, 0, 4, 0, 0, 0]), Contiguous(96, 4)]);
        yield return Left("Opaque", "are opaque", [Space(1), Message(3, [0x15, 0, 0, 0, 4, 0, 0, 0]), Contiguous(96, 4)]);
        yield return Left("Filter", "filter 32001 (blosc)", [Space(2), UInt8, Chunked(Undefined, 2, 1),
            Message(11, [2, 1, .. Number(32001, 2), 0, 0, 0, 0, 0, 0])]);
        yield return Left("Virtual", "is virtual", [Space(2), UInt8, Message(8, [4, 3, .. Number(96), 0, 0, 0, 0])]);
        yield return Left("External", "in other files", [Space(2), UInt8, Contiguous(Undefined, 2), Message(7, new byte[8])]);
        yield return Left("UnknownMessage", "of type 64", [Space(2), UInt8, Contiguous(96, 2), Message(0x40, [1], flags: 0x80)]);
        yield return Left("NamedDatatypeInAHeap", "heap of messages",
            [Space(1), Message(3, [3, 1, .. new byte[8]], flags: 2), Contiguous(96, 1)]);
    }

    // The order of the names must not matter.
    [TestCaseSource(nameof(Unreadable))]
    public void GivenHdf5DatasetThatCannotBeRead_TheOthersAreAndItIsNamed(byte[][] dataset, string reason)
    {
        var file = new Hdf5Builder();
        long one = file.Object(Space(1), UInt8, Contiguous(96, 1)), two = file.Object(dataset);
        using Checkpoint checkpoint = Checkpoint.Open(file.ToArray(file.Links(("a", one), ("d", two), ("z", one))));
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "a", "z" }));
        var other = checkpoint.Weights.Others.Single();
        Assert.That(other, Is.EqualTo(other with { Name = "d", Tensor = null }));
        Assert.That(other.Reason, Does.Contain(reason));
        Assert.That(checkpoint.Notes, Has.One.Contains("'d' is left out").And.One.Contains(reason));
    }

    [TestCase(64, "another file")]
    [TestCase(65, "user-defined type 65")]
    [TestCase(255, "user-defined type 255")]
    public void GivenHdf5LinkOutOfTheFile_TheOthersAreReadAndItIsNamed(int type, string reason)
    {
        var file = new Hdf5Builder();
        byte[] away = Message(6, [1, 9, (byte)type, .. Number(3, 2), .. "out"u8, .. Number(5, 2), .. "x.h5\0"u8]);
        long root = file.Object(Hdf5Builder.Group, away, Link("a", file.Object(Space(1), UInt8, Contiguous(96, 1))));
        using Checkpoint checkpoint = Checkpoint.Open(file.ToArray(root));
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "a" }));
        Assert.That(checkpoint.Weights.Others.Single().Reason, Does.Contain(reason));
    }

    [Test]
    public void GivenHdf5MessageThatMayBeUnknown_IsPassedOver()
    {
        // And so is an object that is neither group nor dataset.
        using Checkpoint checkpoint = Checkpoint.Open(File(Message(0x40, [1])));
        Assert.That(checkpoint.StateDict().Count, Is.Zero);
        Assert.That(checkpoint.Weights.Others, Is.Empty);
    }

    private static TestCaseData Left(string name, string reason, byte[][] dataset) =>
        new TestCaseData(dataset, reason).SetName($"GivenHdf5DatasetThatCannotBeRead_TheOthersAreAndItIsNamed({name})");

    private static TestCaseData Row(string name, string problem, Func<Hdf5Builder, byte[]> build) =>
        new TestCaseData(build(new Hdf5Builder()), problem).SetName($"GivenHdf5{name}_IsRefused");
}
