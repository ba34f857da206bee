using System.Text.Json;
using SafeLoad.Cli.Reporting;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests.Reporting;

/// <summary>The JSON of a checkpoint is written as it is walked, and as a whole or not at all.</summary>
public sealed class InspectJsonTests
{
    private const int Tensors = 100_000;

    [Test]
    public void GivenManyTensors_NothingIsKept([Values] bool isOneLine)
    {
        using Checkpoint checkpoint = Open(Many(Tensors), new byte[8]);
        // Which of them are the weights is the library's to know.
        Assert.That(checkpoint.Weights.Tensors, Has.Count.EqualTo(Tensors));
        Assert.That(checkpoint.Weights.Others.Count + checkpoint.Training.Entries.Count, Is.Not.Zero);
        var output = new Pieces();
        long allocated = Cost.AllocatedBy(() => InspectJson.Write(output, "a.pt", checkpoint, hash: false, isOneLine));
        Assert.That(output.Length, Is.GreaterThan(Tensors * 290L));
        // Names and shapes as text on each way through the values, and none of the rows: kept in a buffer that grows they are 2,000.
        Assert.That(allocated / Tensors, Is.LessThan(600));
        Assert.That(output.Longest, Is.LessThan(1 << 17));
    }

    [Test]
    public void GivenRowsOfManyPieces_TheyAreOneDocument([Values] bool isOneLine)
    {
        using Checkpoint checkpoint = Open(Many(1_000), new byte[8]);
        var output = new MemoryStream();
        InspectJson.Write(output, "a.pt", checkpoint, hash: true, isOneLine);
        using JsonDocument document = JsonDocument.Parse(output.ToArray());
        Assert.That(document.RootElement.GetProperty("leaves").GetArrayLength(), Is.EqualTo(1_000));
        Assert.That(document.RootElement.GetProperty("storages").GetArrayLength(), Is.EqualTo(1));
        Assert.That(output.ToArray().Contains((byte)'\n'), Is.EqualTo(!isOneLine));
    }

    // The last tensor's bytes do not match their checksum, which is seen long after the first rows.
    [Test]
    public void GivenTensorThatCannotBeRead_NothingIsWritten()
    {
        byte[] file = ZipBuilder.Torch(Many(1_000), [1, 2, 3, 4, 5, 6, 7, 8]).ToArray();
        file[file.AsSpan().IndexOf("\u0001\u0002\u0003\u0004"u8)] ^= 1;
        using Checkpoint checkpoint = Checkpoint.Open(new MemoryStream(file));
        var output = new MemoryStream();
        Assert.That(() => InspectJson.Write(output, "a.pt", checkpoint, hash: true, isOneLine: false),
            Throws.InstanceOf<SafeLoadException>());
        Assert.That(output.Length, Is.Zero);
    }

    private static Checkpoint Open(byte[] pickle, byte[] storage) =>
        Checkpoint.Open(new MemoryStream(ZipBuilder.Torch(pickle, storage).ToArray()));

    private static byte[] Many(int count)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).EmptyDict().Mark();
        for (int i = 0; i < count; i++) pickle.Text("layers." + i + ".weight").Tensor(2, 0, [2], [1]);
        return pickle.SetItems().Stop();
    }

    private sealed class Pieces : MemoryStream
    {
        private long _length;

        public int Longest { get; private set; }

        public override long Length => _length;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Longest = Math.Max(Longest, buffer.Length);
            _length += buffer.Length;
        }
    }
}
