using System.Buffers.Binary;
using System.Text;
using SafeLoad.Formats.Compressed;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Compressed;

/// <summary>Streams without a magic of their own, which some loader unpacks all the same: never taken for bytes of which nothing is
/// known.</summary>
public sealed class CompressedHeadTests
{
    // The head, and the first bits of a stream.
    private static byte[] Lzma(int properties, uint dictionary, long length, byte second = 0x40)
    {
        byte[] head = new byte[18];
        head[0] = (byte)properties;
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(1), dictionary);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(5), length);
        head[14] = second;
        return [.. head, .. new byte[40]];
    }

    [Test]
    public void GivenLzmaAsItsReaderTakesIt_TheScanIsNotComplete([Values(0x5D, 0, 184, 4, 36)] int properties,
        [Values(4096u, 6144u, 1u << 16, 3u << 20, 1u << 31, 0u, uint.MaxValue)] uint dictionary,
        [Values(-1L, 36L, (1L << 38) - 1)] long length)
    {
        foreach (string name in (string[])["x", "x.xz", "x.lzma", "x.pkl"])
            Assert.That(Scanned.Bytes(Lzma(properties, dictionary, length), name).Complete, Is.False, name);
    }

    [TestCase(224, 4096u, -1L)]
    [TestCase(225, 4096u, -1L)]
    [TestCase(5, 4096u, -1L)]
    [TestCase(0, 4097u, -1L)]
    [TestCase(0, 5u << 12, -1L)]
    [TestCase(0, 4096u, 1L << 38)]
    [TestCase(0, 4096u, -2L)]
    [TestCase(0, 4096u, 0L)]
    public void GivenWhatLzmaRefuses_ItIsNone(int properties, uint dictionary, long length) =>
        Assert.That(LzmaHead.IsAt(Lzma(properties, dictionary, length)), Is.False);

    // Numbers often begin so; a first byte that repeats what is not there is no stream, and a file of weights does not begin with NUL.
    [TestCase(0x00)]
    [TestCase(0x80)]
    public void GivenNoFirstByte_ItIsNone(int second) => Assert.That(LzmaHead.IsAt(Lzma(0, 4096, -1, (byte)second)), Is.False);

    [TestCase(0x40)]
    [TestCase(0x39)]
    public void GivenAFirstByte_ItIsOne(int second) => Assert.That(LzmaHead.IsAt(Lzma(0, 4096, -1, (byte)second)));

    [TestCase("0x1f", true)]
    [TestCase("0X1F", true)]
    [TestCase("1f", true)]
    [TestCase(" 1f", true)]
    [TestCase("+1f", true)]
    [TestCase("1_f", true)]
    [TestCase("\t1f\v", true)]
    [TestCase("", false)]
    [TestCase("0x1g", false)]
    [TestCase("1f.", false)]
    public void GivenOldJoblib_IsNamedHoweverItsLengthIsSpelled(string length, bool isOne)
    {
        byte[] file = [.. "ZF"u8, .. Encoding.ASCII.GetBytes(length.PadRight(19)), 0x78, 0x9C, .. new byte[20]];
        foreach (string name in (string[])["x", "x.bin", "x.z"]) Assert.That(Scanned.Bytes(file, name).Complete, Is.EqualTo(!isOne));
    }
}
