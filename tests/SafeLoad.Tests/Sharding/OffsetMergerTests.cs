using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Sharding;

/// <summary>Safetensors files of several processes, which say where their pieces begin: what they claim must be filled, once.</summary>
public sealed class OffsetMergerTests
{
    private const string First = "shard-00001-model-00001-of-00001.safetensors", Second = "shard-00002-model-00001-of-00001.safetensors";

    // A file of one tensor "w" of bytes that count up from its offset, or none.
    private static byte[] File(string? info, long[] shape, int start = 0)
    {
        long count = shape.Aggregate(1L, static (a, b) => a * b);
        string metadata = info is null ? "" : $"\"DCP_SHARDING_INFO\":{JsonSerializer.Serialize(info)},";
        byte[] header = Encoding.UTF8.GetBytes("{\"__metadata__\":{" + metadata + "\"format\":\"pt\",\"DCP_VERSION\":\"1.0\"},"
            + $"\"w\":{{\"dtype\":\"U8\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[0,{count}]}}}}");
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. header, .. Enumerable.Range(start, (int)count).Select(static i => (byte)i)];
    }

    private static string At(params long[] offsets) => $"{{\"w\":{{\"saved_offsets\":[{string.Join(",", offsets)}]}}}}";

    private static ShardFolder Two(byte[] first, byte[] second) => new ShardFolder().Write(First, first).Write(Second, second);

    [Test]
    public void GivenPieces_AreJoinedAndTheOffsetsAreGone()
    {
        using ShardFolder folder = Two(File(At(0, 0), [2, 2]), File(At(2, 0), [1, 2], 4));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint["w"].Shape.ToArray(), Is.EqualTo(new long[] { 3, 2 }));
        Assert.That(checkpoint["w"].ToArray<byte>(), Is.EqualTo(new byte[] { 0, 1, 2, 3, 4, 5 }));
        Assert.That(checkpoint.Metadata.Keys, Is.EquivalentTo(new[] { "format", "DCP_VERSION" }));
        Assert.That(checkpoint.Notes, Has.Some.Contains("do not say how many there are"));
    }

    [Test]
    public void GivenAnEmptyPieceBehindTheEnd_ItAddsNothing()
    {
        using ShardFolder folder = Two(File(At(0), [3]), File(At(3), [0]));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint["w"].ToArray<byte>(), Is.EqualTo(new byte[] { 0, 1, 2 }));
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public void GivenTheSamePieceTwice_TheCopiesAreCompared(int start, bool isEqual)
    {
        using ShardFolder folder = Two(File(At(0), [3]), File(At(0), [3], start));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        TensorInfo tensor = checkpoint["w"];
        if (isEqual) Assert.That(tensor.ToArray<byte>(), Is.EqualTo(new byte[] { 0, 1, 2 }));
        else
            Assert.That(Assert.Throws<MalformedCheckpointException>(() => tensor.ToArray<byte>())!.Id,
                Is.EqualTo(DiagnosticId.ShardConflict));
    }

    [TestCase("there is a hole", 3L)]
    [TestCase("there is a hole", 1L << 40)]
    [TestCase("there is a hole", long.MaxValue - 1)]
    [TestCase("overlap", 1L)]
    [TestCase("beyond 2^63", long.MaxValue)]
    public void GivenPiecesThatDoNotFillWhatTheyClaim_IsRefused(string why, long offset)
    {
        using ShardFolder folder = Two(File(At(0), [2]), File(At(offset), [1]));
        Assert.That(folder.Malformed(DiagnosticId.DcpBroken), Does.Contain("'w'").And.Contain(why));
    }

    [TestCase("[]", "is no JSON object")]
    [TestCase("{", "is no JSON")]
    [TestCase("{\"w\":{\"saved_offsets\":[0]}} x", "is no JSON")]
    [TestCase("{\"w\":[0]}", "gives 'w' no object")]
    [TestCase("{\"w\":{}}", "gives 'w' no saved_offsets")]
    [TestCase("{\"w\":{\"saved_offsets\":0}}", "no list")]
    [TestCase("{\"w\":{\"saved_offsets\":[0],\"saved_offsets\":[1]}}", "or several")]
    [TestCase("{\"w\":{\"saved_offsets\":[-1]}}", "no whole number")]
    [TestCase("{\"w\":{\"saved_offsets\":[0.5]}}", "no whole number")]
    [TestCase("{\"w\":{\"saved_offsets\":[1e99]}}", "no whole number")]
    [TestCase("{\"w\":{\"saved_offsets\":[9223372036854775808]}}", "no whole number")]
    [TestCase("{\"w\":{\"saved_offsets\":[0]},\"w\":{\"saved_offsets\":[1]}}", "'w' twice")]
    [TestCase("{\"w\":{\"saved_offsets\":[0,0]}}", "another number of dimensions")]
    public void GivenInfoThatIsNone_IsRefused(string info, string why)
    {
        using ShardFolder folder = Two(File(At(0), [2]), File(info, [1]));
        Assert.That(folder.Malformed(DiagnosticId.DcpBroken), Does.Contain(why));
    }

    [Test]
    public void GivenManyDimensions_TheyAreCountedFirst()
    {
        using ShardFolder folder = Two(File(At(0), [2]), File(At(new long[100_000]), [1]));
        folder.Refuses<LimitExceededException>(DiagnosticId.TooManyDimensions);
    }

    [Test]
    public void GivenAFileBetweenThatIsMissing_ItsNumberIsNamed()
    {
        using ShardFolder folder = new ShardFolder().Write(First, File(At(0), [2]))
            .Write("shard-00004-model-00001-of-00001.safetensors", File(At(2), [1]));
        Assert.That(folder.Malformed(DiagnosticId.ShardMissing), Does.Contain("2 of 4 files of 'shard' are not there: number 2, 3"));
    }

    [Test]
    public void GivenPiecesOfTwoShapes_BothFilesAreNamed()
    {
        using ShardFolder folder = Two(File(At(0), [2]), File(At(2, 0), [1, 1]));
        Assert.That(folder.Malformed(DiagnosticId.ShardConflict), Does.Contain(First).And.Contain(Second));
    }

    [Test]
    public void GivenAFileWithoutInfo_ItHasTheWhole()
    {
        using ShardFolder folder = Two(File(At(0), [3]), File(null, [3]));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint["w"].ToArray<byte>(), Is.EqualTo(new byte[] { 0, 1, 2 }));
    }
}
