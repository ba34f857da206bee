using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>What is packed by xz is judged as what it is, however it is packed, and what is not unpacked is said. The names do not
/// exist.</summary>
public sealed class XzPickleTests
{
    private static readonly byte[] s_unknown = [.. Scanned.Call("nosuch.module", "thing").Stop()];

    // What Python's lzma makes of Scanned.Evil: properties, dictionary, stream.
    private const string EvilLzma = "5D00008000"
        + "0040008803CB87E60E3FC6DBA6623AD0E0179D242C71204B88B592C33369FDFCBD15FFFF779C0000";

    private static readonly (byte[] Plain, Verdict Expected)[] s_pickles =
    [
        (s_unknown, Verdict.Suspicious), (Scanned.Evil, Verdict.Dangerous), ([.. Scanned.Benign, .. Scanned.Benign], Verdict.Clean),
    ];

    private static readonly Dictionary<string, Func<byte[], byte[]>> s_ways = new()
    {
        ["one block"] = static plain => new XzBuilder().Stream(plain),
        ["two blocks"] = static plain => new XzBuilder { HasSizes = true }.Stream(plain[..5], plain[5..]),
        ["many chunks"] = static plain => new XzBuilder { ChunkLength = 3 }.Stream(plain),
        ["no check"] = static plain => new XzBuilder { Check = 0 }.Stream(plain),
        ["CRC-32"] = static plain => new XzBuilder { Check = 1 }.Stream(plain),
        ["SHA-256"] = static plain => new XzBuilder { Check = 10, HasSizes = true }.Stream(plain),
        ["two streams"] = static plain => [.. new XzBuilder().Stream(plain[..7]), .. new XzBuilder { Check = 1 }.Stream(plain[7..])],
        ["zeros between"] = static plain => [.. new XzBuilder().Stream(plain[..7]), 0, 0, 0, 0, .. new XzBuilder().Stream(plain[7..])],
        ["behind an empty one"] = static plain => [.. new XzBuilder().Stream(), .. new XzBuilder().Stream(plain)],
        ["twice"] = static plain => new XzBuilder().Stream(new XzBuilder().Stream(plain)),
        ["bytes behind"] = static plain => [.. new XzBuilder().Stream(plain), .. "behind"u8],
    };

    private static readonly Dictionary<string, Func<byte[], (string Name, byte[] Bytes)>> s_places = new()
    {
        ["pkl.xz"] = static packed => ("model.pkl.xz", packed),
        ["joblib"] = static packed => ("model.joblib", packed),
        ["no ending"] = static packed => ("model", packed),
        ["zip"] = static packed => ("model.zip", new ZipBuilder().Add("a/model.pkl.xz", packed).ToArray()),
        ["tar"] = static packed => ("model.tar", Samples.Tar(("a/model.pkl.xz", packed))),
        ["letters"] = static packed => ("a.json",
            System.Text.Encoding.ASCII.GetBytes("{\"a\": \"" + Convert.ToBase64String(packed) + "\"}")),
    };

    [Test]
    public void GivenAPickle_IsJudgedAsItIs()
    {
        foreach (var (way, pack) in s_ways)
        {
            foreach (var (place, put) in s_places)
            {
                foreach (var (plain, expected) in s_pickles)
                {
                    var (name, bytes) = put(pack(plain));
                    ScanReport report = Scanned.Bytes(bytes, name);
                    Assert.That((report.Verdict, report.Complete), Is.EqualTo((expected, true)), $"{way}, {place}");
                }
            }
        }
    }

    // To liblzma 18 zeros are a stream that gives nothing, as one is of no bytes, or of its mark alone; Python reads on behind it.
    [Test]
    public void GivenStreamsThatGiveNothingBefore_TheNextIsScanned()
    {
        byte[] evil = Convert.FromHexString(EvilLzma), alone = [.. evil[..5], .. Enumerable.Repeat((byte)0xFF, 8), .. evil[5..]];
        byte[] xz = new XzBuilder().Stream(Scanned.Evil);
        byte[][] empties = [new byte[18], new byte[36], [0x5E, 0, 0, 0x80, 0, .. new byte[13]], new XzBuilder().Stream(), []];
        foreach (byte[] empty in empties)
        {
            foreach (byte[] stream in (byte[][])[alone, xz])
            {
                foreach (string name in (string[])["model.pkl.xz", "model.joblib", "model", "model.bin"])
                    Assert.That(Scanned.Bytes([.. empty, .. stream], name).Verdict, Is.EqualTo(Verdict.Dangerous),
                        $"{empty.Length}, {name}");
            }
        }
    }

    // Numbers begin so too.
    [TestCase(17)]
    [TestCase(18)]
    [TestCase(400)]
    [TestCase(100_000)]
    public void GivenZerosAndNumbers_TheyAreNoStream(int zeros)
    {
        byte[][] all = [[1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0], [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]];
        foreach (byte[] numbers in all)
        {
            ScanReport report = Scanned.Bytes([.. new byte[zeros], .. numbers], "weights.bin");
            Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), $"{numbers.Length}");
        }
    }

    // Method 14, as Python's zipfile packs it: what Python unpacks is scanned, whatever the record says of the mark of its end.
    [Test]
    public void GivenLzmaInAZip_ItsRecordsAreScanned([Values(0, 2)] int flags, [Values("a.pkl", "a.npy", "a")] string name)
    {
        byte[] packed = [9, 4, 5, 0, .. Convert.FromHexString(EvilLzma)];
        uint size = (uint)Scanned.Evil.Length;
        foreach (int cut in (int[])[0, 1, 2])
        {
            byte[] zip = new ZipBuilder().Add(new ZipBuilder.Entry("m/" + name, packed[..^cut])
                { Method = 14, Flags = (ushort)flags, Size = size, Crc = Crc32.Append(0, Scanned.Evil) }).ToArray();
            Assert.That(Scanned.Bytes(zip, "model.zip").Verdict, Is.EqualTo(Verdict.Dangerous), $"{cut} bytes cut");
        }
    }

    [TestCase(4)]
    [TestCase(6)]
    public void GivenLzmaInAZipWithoutItsHead_IsNotComplete(byte properties)
    {
        byte[] zip = new ZipBuilder().Add(new ZipBuilder.Entry("m/a", [9, 4, properties, 0, .. new byte[30]]) { Method = 14 }).ToArray();
        Assert.That(Scanned.Bytes(zip, "model.zip").Complete, Is.False);
    }

    // What came out before a break has run by the time a loader sees the break.
    [Test]
    public void GivenABreakBehindThePickle_ItStillCounts()
    {
        byte[] packed = new XzBuilder().Stream(s_unknown, new byte[400]);
        for (int end = packed.Length - 1; end > packed.Length - 60; end--)
            Assert.That(Scanned.Bytes(packed[..end], "model.pkl.xz").Verdict, Is.EqualTo(Verdict.Suspicious), $"{end} bytes");
        byte[] honest = new XzBuilder().Stream(Scanned.Benign);
        for (int end = 13; end < honest.Length; end++)
            Assert.That(Scanned.Bytes(honest[..end], "model.pkl.xz").Verdict, Is.EqualTo(Verdict.Malformed), $"{end} bytes");
    }

    // Delta, and what liblzma has for programs of x86 and ARM.
    [TestCase(0x03)]
    [TestCase(0x04)]
    [TestCase(0x07)]
    [TestCase(0x0A)]
    public void GivenAFilterThatIsNotUndone_IsNotComplete(byte filter)
    {
        foreach (string name in (string[])["model.pkl.xz", "model.joblib", "model"])
        {
            ScanReport report = Scanned.Bytes(new XzBuilder { Filters = [filter, 1, 0, 0x21, 1, 0] }.Stream(s_unknown), name);
            Assert.That(report.Complete, Is.False, name);
            Assert.That(report.Ids(), Does.Contain(DiagnosticId.UnsupportedCompression));
        }
    }

    // The dictionary that a stream states is not made: 4 GB here.
    [Test]
    public void GivenADictionaryOfFourGigabytes_NothingIsMadeOfIt()
    {
        byte[] packed = new XzBuilder { Filters = [0x21, 1, 40] }.Stream(Scanned.Benign);
        Scanned.Bytes(packed, "model.pkl.xz");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Scanned.Bytes(packed, "model.pkl.xz").Verdict, Is.EqualTo(Verdict.Clean));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
    }

    // Zeros, 1,000 to one and more: what comes out is counted while it does.
    [Test]
    public void GivenMoreThanTheSizeJustifies_IsNotComplete()
    {
        byte[] packed = File.ReadAllBytes(Fixtures.PathOf("lzma/zeros.xz"));
        ScanReport report = Scanned.Bytes(packed, "model.pkl.xz");
        Assert.That(report.Complete, Is.False);
        Assert.That(report.BytesRead, Is.LessThan(200L << 20));
    }
}
