using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>A text is told from other files, looked through and counted by one reading.</summary>
public sealed class TextIsReadOnceTests
{
    [TestCase("{\"a\": {\"b\": [1, 2]}, \"c\": \"a text that is long enough to be one, and longer\"}")]
    [TestCase("a: 1\nb:\n- c\n- !own d\ne: a text that is long enough to be one, and longer\n")]
    [TestCase("some words\nand others, and a few more until no record of a checkpoint is as long\n")]
    [TestCase("1")]
    public void GivenText_EachByteIsCountedOnce(string text)
    {
        foreach (string name in (string[])["notes", "config.json", "conf.yaml", "x.jinja", "model.safetensors.index.json"])
        {
            foreach (var (encoding, encode) in Clothing.Encodings)
            {
                ScanReport report = Scanned.Bytes(encode(text), name);
                Assert.That((report.BytesRead, report.BytesDecoded), Is.EqualTo((report.Size, report.Size)), $"{name}, {encoding}");
            }
        }
    }

    // Of what is no text only the beginning is read: that tells one file from another.
    [Test]
    public void GivenOtherBytes_OnlyTheirBeginningIsCounted()
    {
        byte[] file = new byte[1 << 20];
        new Random(1).NextBytes(file);
        "\0\x01\x02\x03"u8.CopyTo(file);
        ScanReport report = Scanned.Bytes(file, "notes");
        Assert.That((report.BytesRead, report.BytesDecoded, report.BytesStorage), Is.EqualTo((1L << 16, 1L << 16, (1L << 20) - (1 << 16))));
    }
}
