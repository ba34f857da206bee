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
        Assert.That(tensors > 0, Is.EqualTo(row.GetProperty("must").GetString() == "agree"));
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
        yield return Row("ShuffleOfNothing", "how large", static file => File(file, Space(2), UInt8, Chunked(Undefined, 2, 1), Filters(2)));
        yield return Row("TreeOfGroups", "type 0", static file => File(file, Space(2), UInt8, Chunked(file.Add([Tree(0, 0, 0)]), 2, 1)));
        yield return Row("TooManyDimensions", "33 dimensions", static file => File(file, Space(new long[33]), UInt8, Contiguous(96, 2)));
    }

    [TestCaseSource(nameof(Broken))]
    public void GivenHdf5Broken_IsRefused(byte[] file, string problem) =>
        Assert.That(Refusal.Malformed(file, DiagnosticId.Hdf5Broken).Problem, Does.Contain(problem));

    [Test]
    public void GivenHdf5SharedMessage_IsUnsupported() =>
        Assert.That(Refusal.Of<UnsupportedCheckpointException>(File(Space(1), Message(3, new byte[16], flags: 2), Contiguous(96, 1)),
            DiagnosticId.UnsupportedFormat).Problem, Does.Contain("named datatype"));

    [Test]
    public void GivenHdf5MessageThatMustBeKnown_IsUnsupported()
    {
        Refusal.Of<UnsupportedCheckpointException>(File(Message(0x40, [1], flags: 0x80)), DiagnosticId.UnsupportedFormat);
        // One that may be unknown is passed over, and so is an object that is neither group nor dataset.
        using Checkpoint checkpoint = Checkpoint.Open(File(Message(0x40, [1])));
        Assert.That(checkpoint.StateDict().Count, Is.Zero);
    }

    private static TestCaseData Row(string name, string problem, Func<Hdf5Builder, byte[]> build) =>
        new TestCaseData(build(new Hdf5Builder()), problem).SetName($"GivenHdf5{name}_IsRefused");
}
