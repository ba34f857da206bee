using System.IO.Compression;
using SafeLoad.IO;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Compressed;

public sealed class CodecsTests
{
    [Test]
    public void GivenDeflatedRecords_ReadsThem()
    {
        byte[] file = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Samples.Pickle) { Deflate = true })
            .Add(new ZipBuilder.Entry("archive/data/0", Samples.OneTwo) { Deflate = true }).Add("archive/version", "3").ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenLargeDeflatedStorage_EveryByteIsRight()
    {
        // More than one step of output and of input, from data that hardly compress.
        byte[] bytes = new byte[300_000];
        new Random(7).NextBytes(bytes);
        byte[] file = new ZipBuilder()
            .Add("archive/data.pkl", Samples.PickleOf(pickle => pickle.Tensor(bytes.Length, 0, [bytes.Length], [1], type: "ByteStorage")))
            .Add(new ZipBuilder.Entry("archive/data/0", bytes) { Deflate = true }).Add("archive/version", "3").ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint[""].ToArray<byte>().AsSpan().SequenceEqual(bytes));
    }

    [TestCase(+1)]
    [TestCase(-1)]
    [TestCase(+1_000_000)]
    public void GivenSizeThatLies_IsRefused(int more)
    {
        byte[] pickle = Samples.Pickle;
        byte[] file =
            new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", pickle) { Deflate = true, Size = (uint)(pickle.Length + more) })
            .Add("archive/data/0", Samples.OneTwo).Add("archive/version", "3").ToArray();
        var problem = Refusal.MalformedAndFound(file, DiagnosticId.BadCompressedData);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/data.pkl"));
    }

    [Test]
    public void GivenGarbageBehindTheDeflatedData_IsRefused() =>
        Refusal.MalformedAndFound(Raw([.. Deflate(Samples.Pickle), 1, 2, 3]), DiagnosticId.BadCompressedData);

    [Test]
    public void GivenDeflatedDataCutShort_IsRefused() =>
        Refusal.MalformedAndFound(Raw(Deflate(Samples.Pickle)[..^3]), DiagnosticId.BadCompressedData);

    [Test]
    public void GivenNoDeflatedDataAtAll_IsRefused() => Refusal.MalformedAndFound(Raw([]), DiagnosticId.BadCompressedData);

    [Test]
    public void GivenBytesThatAreNoDeflate_IsRefusedWithTheCauseInside()
    {
        // 0x07: a last block of the reserved type 3.
        var problem = Refusal.MalformedAndFound(Raw([0x07, 0xFF, 0xFF]), DiagnosticId.BadCompressedData);
        Assert.That(problem.InnerException, Is.Not.Null);
    }

    [TestCase(9)]
    [TestCase(12)]
    [TestCase(99)]
    public void GivenAnotherMethod_IsUnsupported(int method)
    {
        byte[] file = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Samples.Pickle) { Method = (ushort)method })
            .Add("archive/version", "3").ToArray();
        var problem = Refusal.Of<UnsupportedCheckpointException>(file, DiagnosticId.UnsupportedCompression);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/data.pkl"));
    }

    [Test]
    public void GivenMoreInflatedBytesThanTheLimit_IsRefused()
    {
        byte[] file = new ZipBuilder().Add(new ZipBuilder.Entry("archive/data.pkl", Samples.Pickle) { Deflate = true })
            .Add("archive/version", "3").ToArray();
        var options = new CheckpointOptions { Limits = new CheckpointLimits { MaxInflatedBytes = Samples.Pickle.Length - 1 } };
        Refusal.Of<LimitExceededException>(file, DiagnosticId.InflatedTooLarge, options);
    }

    // data.pkl with these bytes as its deflated content.
    private static byte[] Raw(byte[] compressed) => new ZipBuilder()
        .Add(new ZipBuilder.Entry("archive/data.pkl", compressed) { Method = 8, Size = (uint)Samples.Pickle.Length, Crc =
            Crc32.Append(0, Samples.Pickle) })
        .Add("archive/data/0", Samples.OneTwo).Add("archive/version", "3").ToArray();

    private static byte[] Deflate(byte[] bytes)
    {
        var result = new MemoryStream();
        using (var deflate = new DeflateStream(result, CompressionLevel.Optimal)) deflate.Write(bytes);
        return result.ToArray();
    }
}
