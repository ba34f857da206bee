using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Files that are two, wherever they stand: whatever a file is by its first bytes, it is read as a tar, as a stream of zlib and as a zip
/// too, where a loader would. The product of kinds, places and readings; and honest files that begin as a stream by chance.
/// </summary>
public sealed class TwoFormatsInPlacesTests
{
    private static readonly Dictionary<string, string> s_heads = new()
    {
        ["GGUF"] = "GGUF\u0003\0\0\0" + new string('\0', 16),
        ["zlib"] = "x\u009C",
        ["picture"] = "\u0089PNG\r\n\u001A\n",
        ["photograph"] = "\u00FF\u00D8\u00FF\u00E0",
        ["pickle"] = "\u0080\u0002N.",
        ["bytes of a pickle"] = "\u0080\u0002T\u00F8\u0007\0\0",
        ["ONNX"] = "\u0008\u0007\u0012\u0007pytorch",
        ["JSON"] = "{\"a\": 1}",
        ["text"] = "hello: world",
        ["xz"] = "\u00FD7zXZ\0",
        ["bzip2"] = "BZh91AY&SY",
        ["gzip"] = "\u001F\u008B\u0008\0",
        ["zstd"] = "(\u00B5/\u00FD",
        ["zip"] = "PK\u0003\u0004",
        ["program"] = "\u007FELF",
        ["HDF5"] = "\u0089HDF\r\n\u001A\n\u0002\u0008\u0008\0",
    };

    private static readonly Dictionary<string, Func<byte[], byte[]>> s_places = new()
    {
        ["file"] = static bytes => bytes,
        ["gzip"] = KindSamples.Gzip,
        ["zlib"] = Zlib,
        ["zip"] = static bytes => new ZipBuilder().Add("a/inner.pt", bytes).ToArray(),
        ["packed in a zip"] = static bytes => new ZipBuilder().Add(new ZipBuilder.Entry("a/inner", bytes) { Deflate = true }).ToArray(),
        ["beside a checkpoint"] = static bytes => new ZipBuilder().Add("a/data.pkl", Scanned.Benign).Add("a/version", "3\n")
            .Add("a/extra/inner.pt", bytes).ToArray(),
        ["tar"] = static bytes => new TarBuilder().Add("inner.pt", content: bytes).ToArray(),
    };

    private static IEnumerable<string> Heads() => s_heads.Keys;

    private static IEnumerable<string> Places() => s_places.Keys;

    private static byte[] Zlib(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(bytes);
        return packed.ToArray();
    }

    [Test]
    public void GivenATarThatBeginsAsAnotherFile_ItsMembersAreScanned([ValueSource(nameof(Heads))] string head,
        [ValueSource(nameof(Places))] string place, [Values("x.pt", "x")] string name)
    {
        byte[] tar = new TarBuilder().Add(s_heads[head]).Add("pickle", content: Scanned.Evil).ToArray();
        Assert.That(Scanned.Bytes(s_places[place](tar), name).Verdict, Is.EqualTo(Verdict.Dangerous));
    }

    [Test]
    public void GivenAZipThatBeginsAsAnotherFile_ItsRecordsAreScanned([ValueSource(nameof(Heads))] string head,
        [ValueSource(nameof(Places))] string place)
    {
        byte[] zip = new ZipBuilder().Add(new ZipBuilder.Entry("model.pkl", Scanned.Evil) { Deflate = true }).ToArray();
        byte[] file = [.. Encoding.Latin1.GetBytes(s_heads[head]), .. new byte[600], .. zip];
        Assert.That(Scanned.Bytes(s_places[place](file), "x").Verdict, Is.EqualTo(Verdict.Dangerous));
    }

    // For TorchSharp 120 tensors, the first with a name of one letter; for zlib two stored blocks, the first of which holds a pickle.
    [Test]
    public void GivenTensorsThatAreAStream_WhatItHoldsIsScanned([ValueSource(nameof(Places))] string place,
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict, [Values] bool isWhole)
    {
        const int block = 256, size = 0x7F | 0x7E << 7 | (int)PickleOpcode.EmptyTuple << 14;
        byte[] pickle = [(byte)PickleOpcode.EmptyTuple, .. Encoding.ASCII.GetBytes(verdict switch
        {
            Verdict.Clean => "ccollections\nOrderedDict\n(tR.",
            Verdict.Suspicious => "cnot_there\nnothing\n(tR.",
            _ => "csubprocess\nnot_there\n(tR.",
        })];
        byte[] content = [.. pickle, .. new byte[block - pickle.Length]], sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Adler(content));
        // Blocks of type 3 are none.
        byte[] last = isWhole ? [1, 0, 0, 0xFF, 0xFF, .. sum] : [7];
        byte[] stream = [0x78, 1, 0, 0, 1, 0xFF, 0xFE, .. content, .. last];
        var tensors = new TorchSharpBuilder(120).Raw(stream[1..]).Raw(new byte[size + 8 - stream.Length]);
        for (int i = 1; i < 120; i++) tensors.Tensor("n" + i, 0, [1], (byte)0);
        byte[] file = tensors.ToArray();
        Assert.That(Detection.Of(file).Format, Is.EqualTo(CheckpointFormat.TorchSharp));
        ScanReport report = Scanned.Bytes(s_places[place](file), "x.joblib");
        Assert.That(report.Verdict, verdict == Verdict.Clean && isWhole ? Is.LessThan(Verdict.Dangerous) : Is.EqualTo(verdict));
    }

    private static uint Adler(byte[] bytes)
    {
        uint low = 1, high = 0;
        foreach (byte value in bytes)
        {
            low = (low + value) % 65521;
            high = (high + low) % 65521;
        }
        return high << 16 | low;
    }

    [Test]
    public void GivenHonestTensorsThatBeginAsAStream_TheFileIsClean([Values(0x01, 0x5E)] int length,
        [Range('a', 'z')] int letter, [Values] bool isLarge)
    {
        var tensors = new TorchSharpBuilder(120);
        string first = (char)(isLarge ? letter - 32 : letter) + string.Concat(Enumerable.Repeat("ncoder.layers.attention.weight.", 4));
        for (int i = 0; i < 120; i++) tensors.Tensor(i == 0 ? first[..length] : "layer." + i, 6, [2], .5f * i, -.1f);
        ScanReport report = Scanned.Bytes(tensors.ToArray(), "x.dat");
        Assert.That((report.Verdict, report.Complete, report.Format), Is.EqualTo((Verdict.Clean, true, CheckpointFormat.TorchSharp)));
    }

    // The length of the header is what a stream begins with.
    [Test]
    public void GivenHonestSafetensorsThatBeginAsAStream_TheFileIsClean([Values(0x01, 0x5E, 0x9C, 0xDA)] int second,
        [Range(0, 15)] int third)
    {
        int length = 0x78 | second << 8 | third << 16;
        string header = "{\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}".PadRight(length);
        byte[] file = [.. BitConverter.GetBytes((long)length), .. Encoding.ASCII.GetBytes(header), 1];
        ScanReport report = Scanned.Bytes(file, "x.safetensors");
        Assert.That((report.Verdict, report.Complete, report.Format), Is.EqualTo((Verdict.Clean, true, CheckpointFormat.Safetensors)));
    }
}
