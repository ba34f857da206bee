using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Files that are two at their first byte: the name in a tar's first header is the head of another file, a stream of zlib is a table of
/// tensors, a zip is laid across the members of a tar.
/// </summary>
public sealed class TwoFormatsTests
{
    private static readonly Dictionary<string, Func<int, byte[]>> s_heads = new()
    {
        ["safetensors"] = static length =>
        {
            string header = FormattableString.Invariant(
                $"{{\"w\":{{\"dtype\":\"U8\",\"shape\":[{length - 92}],\"data_offsets\":[0,{length - 92}]}}}}");
            return [84, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(header.PadRight(84))];
        },
        ["array"] = static length =>
        {
            string header = FormattableString.Invariant($"{{'descr':'|u1','fortran_order':False,'shape':({length - 98},)}}");
            return [0x93, .. "NUMPY\x01\0"u8, 88, 0, .. Encoding.ASCII.GetBytes(header.PadRight(87) + "\n")];
        },
        ["GGUF"] = static _ => [.. "GGUF"u8, 3, 0, 0, 0, .. new byte[16]],
        ["zlib"] = static _ => [0x78, 0x9C],
        ["picture"] = static _ => [0x89, .. "PNG\r\n\x1a\n"u8],
        ["gzip"] = static length => [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, (byte)(length - 12), (byte)((length - 12) >> 8)],
        ["pickle"] = static _ => "N."u8.ToArray(),
        ["text"] = static _ => "version: 1\n"u8.ToArray(),
    };

    private static IEnumerable<string> Heads() => s_heads.Keys;

    private static byte[] PickleOf(Verdict verdict) => verdict switch
    {
        Verdict.Clean => Scanned.Benign,
        Verdict.Suspicious => Scanned.Call("not_there", "nothing").Stop(),
        _ => Scanned.Evil,
    };

    [Test]
    public void GivenATarWhoseFirstNameIsTheHeadOfAnotherFile_BothAreScanned([ValueSource(nameof(Heads))] string head,
        [Values("x.pt", "x.tar", "x")] string name, [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        byte[] file = Tar(s_heads[head](Tar([], verdict).Length), verdict);
        if (head == "gzip") file = [.. file, .. KindSamples.Gzip("honest"u8.ToArray())[10..]];
        AssertTwo(Scanned.Bytes(file, name), verdict, isTold: head is not ("pickle" or "text" or "picture"));

        static byte[] Tar(byte[] head, Verdict verdict) => new TarBuilder()
            .Add(Encoding.Latin1.GetString(head), link: "").Add("pickle", content: PickleOf(verdict)).ToArray();
    }

    // In the extra field of the first record, where PyTorch has its own padding.
    [Test]
    public void GivenATarInTheFirstRecordOfAZip_BothAreScanned(
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        byte[] tar = new TarBuilder().Add("a").Add("pickle", content: PickleOf(verdict)).ToArray();
        const int before = 30 + 1 + 4;
        byte[] extra = [.. "FB"u8, (byte)(tar.Length - before), (byte)((tar.Length - before) >> 8), .. tar[before..]];
        byte[] file = new ZipBuilder().Add(new ZipBuilder.Entry("a", "text"u8.ToArray()) { LocalExtra = extra }).ToArray();
        "        "u8.CopyTo(file.AsSpan(148));
        int sum = file.AsSpan(0, 512).ToArray().Sum(static value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(file, 148);
        AssertTwo(Scanned.Bytes(file, "x.zip"), verdict, isTold: true);
    }

    // Stored blocks: for TorchSharp 120 tensors, the first with a name of one letter; for zlib a pickle.
    [Test]
    public void GivenTensorsThatAreAStreamOfZlib_TheStreamIsScanned(
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict, [Values("safetensors", "numbers")] string kind)
    {
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.NoCompression, true))
            zlib.Write(PickleOf(verdict));
        ScanReport report = Scanned.Bytes(packed.ToArray(), kind + ".joblib");
        Assert.That(report.Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void GivenAZipAcrossTheMembersOfATar_ItIsScanned([Values("x.tar", "x.zip")] string name, [Values(0, 3)] int after,
        [Values(Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        byte[] junk = "junk"u8.ToArray();
        byte[] zip = new ZipBuilder().Add(new ZipBuilder.Entry("model.pkl", PickleOf(verdict)) { Deflate = true, HeaderOffset = 516 })
            .ToArray();
        int directory = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        byte[] first = [.. junk, .. zip[..directory]], second = [.. junk, .. zip[directory..], .. new byte[after]];
        int at = 512 + (first.Length + 511) / 512 * 512 + 512 + junk.Length;
        BitConverter.GetBytes(at).CopyTo(second, second.Length - after - 6);
        ScanReport report = Scanned.Bytes(new TarBuilder().Add("a", content: first).Add("b", content: second).ToArray(), name);
        Assert.That(report.Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void GivenAZipAsTheLastMemberOfATar_ItIsScannedOnce([Values(0, 1)] int after)
    {
        byte[] zip = new ZipBuilder().Add("model.pkl", PickleOf(Verdict.Suspicious)).ToArray();
        ScanReport report = Scanned.Bytes(new TarBuilder().Add("a.zip", content: [.. zip, .. new byte[after]]).ToArray(), "x.tar");
        Assert.That(report.Findings.Select(static finding => finding.Location.Record), Is.All.StartsWith("a.zip"));
    }

    // zipfile looks one byte further than a comment can reach.
    [TestCase(65535, true)]
    [TestCase(65536, true)]
    [TestCase(65537, false)]
    public void GivenBytesBehindAZip_ItIsFoundAsFarAsPythonLooks(int after, bool isFound)
    {
        byte[] zip = new ZipBuilder().Add(new ZipBuilder.Entry("model.pkl", Scanned.Evil) { Deflate = true }).ToArray();
        byte[] file = [.. "junk"u8, .. zip, .. new byte[after]];
        Assert.That(Scanned.Bytes(file, "x.zip").Verdict, Is.EqualTo(isFound ? Verdict.Dangerous : Verdict.Clean));
    }

    private static void AssertTwo(ScanReport report, Verdict verdict, bool isTold)
    {
        if (verdict == Verdict.Dangerous) Assert.That(report.Verdict, Is.EqualTo(verdict));
        else if (isTold || verdict == Verdict.Suspicious) Assert.That(report.Verdict, Is.Not.EqualTo(Verdict.Clean));
        if (isTold) Assert.That(report.Ids(), Does.Contain(DiagnosticId.TwoFormats));
    }
}
