using SafeLoad.IO;

namespace SafeLoad.Tests.IO;

public sealed class Crc32Tests
{
    // One bit at a time, as APPNOTE describes it; shares no table and no constant but the polynomial with the code under test.
    private static uint ByBits(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    private static byte[] Noise(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    // The check value that every catalogue of CRCs gives for CRC-32/ISO-HDLC.
    [Test]
    public void GivenTheCheckString_HasTheCheckValue() => Assert.That(Crc32.Append(0, "123456789"u8), Is.EqualTo(0xCBF43926));

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(9, 0)]
    [TestCase(0, 9)]
    [TestCase(1000, 123_457)]
    [TestCase(65_536, 65_535)]
    public void GivenTwoRuns_TheirChecksumsAreCombined(int first, int second)
    {
        byte[] bytes = new byte[first + second];
        new Random(7).NextBytes(bytes);
        Assert.That(Crc32.Combine(Crc32.Append(0, bytes.AsSpan(0, first)), Crc32.Append(0, bytes.AsSpan(first)), second),
            Is.EqualTo(Crc32.Append(0, bytes)));
    }

    [Test]
    public void GivenNothing_IsUnchanged() =>
        Assert.That((Crc32.Append(0, []), Crc32.Append(0x12345678, [])), Is.EqualTo((0u, 0x12345678u)));

    // Every remainder of 16 and 64 bytes, at all alignments: what vectors do not take is taken otherwise.
    [Test]
    public void GivenEveryLengthAndOffset_AgreesWithTheBits()
    {
        byte[] bytes = Noise(1, 700);
        for (int length = 0; length <= 600; length++)
        {
            ReadOnlySpan<byte> part = bytes.AsSpan(length % 17, length);
            Assert.That(Crc32.Append(0, part), Is.EqualTo(ByBits(part)), $"length {length}");
        }
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public bool GivenBytesInTwoParts_IsTheCrcOfTheWhole(int seed, ushort length, ushort cut)
    {
        byte[] bytes = Noise(seed, length % 5000 + 1);
        int at = cut % bytes.Length;
        return Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, at)), bytes.AsSpan(at)) == ByBits(bytes);
    }
}
