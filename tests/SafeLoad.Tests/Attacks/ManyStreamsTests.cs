using SafeLoad.Diagnostics;
using SafeLoad.Formats.Compressed;
using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Many streams of bzip2, each of a few bytes: a decoder's tables take 4.5 MB, whatever the stream holds. What is counted are the bytes
/// that the scan allocates.
/// </summary>
public sealed class ManyStreamsTests
{
    // As Python's bz2 packs them: nothing, "x", "N.", 250,000 times "a".
    private static readonly byte[] s_nothing = [.. "BZh9"u8, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0];

    private static readonly byte[] s_letter =
    [
        66, 90, 104, 57, 49, 65, 89, 38, 83, 89, 119, 75, 176, 20, 0, 0, 0, 0, 128, 0, 64, 32, 0, 33, 24, 70, 130,
        238, 72, 167, 10, 18, 14, 233, 118, 2, 128,
    ];

    private static readonly byte[] s_pickle =
    [
        66, 90, 104, 57, 49, 65, 89, 38, 83, 89, 117, 61, 29, 208, 0, 0, 0, 148, 0, 0, 1, 0, 1, 32, 0, 33, 0, 130,
        177, 119, 36, 83, 133, 9, 7, 83, 209, 221, 0,
    ];

    private static readonly byte[] s_many =
    [
        66, 90, 104, 57, 49, 65, 89, 38, 83, 89, 206, 166, 12, 79, 0, 1, 236, 1, 0, 224, 0, 0, 8, 32, 0, 48, 204, 5,
        41, 167, 24, 146, 173, 130, 74, 188, 93, 201, 20, 225, 66, 67, 58, 152, 49, 60,
    ];

    private static readonly ScanOptions s_options = new() { Limits = CheckpointLimits.Default with { MaxInflateRatio = 1_000_000 } };

    private static byte[] Repeat(byte[] stream, int count) => [.. Enumerable.Repeat(stream, count).SelectMany(static one => one)];

    [Test]
    public void GivenManyStreams_EachCostsWhatItHolds()
    {
        _ = Scanned.Bytes(s_letter);
        Assert.That(Cost.AllocatedBy(() => Scanned.Bytes(Repeat(s_nothing, 10_000))), Is.LessThan(10 << 20));
        Assert.That(Cost.AllocatedBy(() => Scanned.Bytes(Repeat(s_letter, 20))), Is.LessThan(20 << 20));
        var zip = new ZipBuilder();
        for (int i = 0; i < 2000; i++) zip.Add("r" + i, "BZh9x"u8.ToArray());
        byte[] broken = zip.ToArray();
        Assert.That(Cost.AllocatedBy(() => Scanned.Bytes(broken)), Is.LessThan(60 << 20));
    }

    [Test]
    public void GivenStreamsOfAnySize_AllIsUnpacked([Values(0, 1, 3)] int empty, [Values(1, 2)] int letters, [Values(0, 1)] int large)
    {
        byte[] file = [.. Repeat(s_nothing, empty), .. Repeat(s_letter, letters), .. Repeat(s_many, large), .. s_pickle];
        ScanReport report = Scanned.Bytes(file, "x.bz2", s_options);
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
        Assert.That(Unpacked(file), Is.EqualTo(letters + 250_000 * large + 2));
    }

    private static long Unpacked(byte[] file)
    {
        ByteSource content = Codecs.Unpack(
            Codec.Bzip2, new MemoryByteSource(file), new Budget(s_options.Limits), default, out long consumed, out var problem);
        Assert.That((consumed, problem), Is.EqualTo(((long)file.Length, (SafeLoadException?)null)));
        return content.Length;
    }
}
