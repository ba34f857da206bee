using SafeLoad.Formats.Compressed;

namespace SafeLoad.Tests.Formats.Compressed;

/// <summary>LZF, byte by byte: what comes out, and every way in which a stream can lie.</summary>
public sealed class LzfTests
{
    private static IEnumerable<TestCaseData> Streams()
    {
        yield return new TestCaseData(Array.Empty<byte>(), 0, "").SetArgDisplayNames("Nothing");
        yield return new TestCaseData((byte[])[0, 97], 1, "a").SetArgDisplayNames("OneByte");
        yield return new TestCaseData((byte[])[2, 97, 98, 99], 3, "abc").SetArgDisplayNames("Literal");
        yield return new TestCaseData((byte[])[0, 97, 0x20, 0], 4, "aaaa").SetArgDisplayNames("CopyOfItself");
        yield return new TestCaseData((byte[])[1, 97, 98, 0xE0, 1, 1], 12, "abababababab").SetArgDisplayNames("LongCopy");
    }

    [TestCaseSource(nameof(Streams))]
    public void GivenStream_GivesItsBytes(byte[] packed, int length, string expected) =>
        Assert.That(Lzf.Decode(packed, length, default), Is.EqualTo(System.Text.Encoding.ASCII.GetBytes(expected)));

    [TestCaseSource(nameof(Streams))]
    public void GivenAnotherLengthOrAnEnd_IsRefused(byte[] packed, int length, string expected)
    {
        Assert.That(() => Lzf.Decode(packed, length + 1, default), Throws.InstanceOf<MalformedCheckpointException>(), expected);
        if (length > 0) Assert.That(() => Lzf.Decode(packed, length - 1, default), Throws.InstanceOf<MalformedCheckpointException>());
        for (int end = 0; end < packed.Length; end++)
            Assert.That(() => Lzf.Decode(packed[..end], length, default), Throws.InstanceOf<MalformedCheckpointException>(), $"{end}");
    }

    [TestCase(new byte[] { 0x20, 0 })]
    [TestCase(new byte[] { 0, 97, 0x20, 1 })]
    [TestCase(new byte[] { 0, 97, 0x3F, 0 })]
    public void GivenACopyOfWhatIsNotThere_IsRefused(byte[] packed) =>
        Assert.That(() => Lzf.Decode(packed, 4, default), Throws.InstanceOf<MalformedCheckpointException>());

    [Test]
    public void GivenAnyBytes_GivesTheLengthOrIsRefused()
    {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] packed = new byte[random.Next(12)];
            random.NextBytes(packed);
            int length = random.Next(40);
            try
            {
                Assert.That(Lzf.Decode(packed, length, default), Has.Length.EqualTo(length));
            }
            catch (MalformedCheckpointException)
            {
                // Refused.
            }
        }
    }
}
