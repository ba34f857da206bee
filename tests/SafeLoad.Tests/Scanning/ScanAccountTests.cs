using System.IO.Compression;
using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Tar;
using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>Whatever a file is, a scan says of each of its bytes where it is; and it is complete only if none was not looked at.</summary>
public sealed class ScanAccountTests
{
    private const int SmallFile = 6000, Changes = 4;

    private static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Fixtures.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    [Test]
    public void GivenAnyFile_ItsBytesAddUp()
    {
        string[] files = [.. Files];
        Assert.That(files, Has.Length.GreaterThan(500));
        foreach (string file in files) ShouldAddUp(Scanner.Scan(file), file);
    }

    [Test]
    public void GivenAnyFileThatIsCut_ItsBytesAddUp()
    {
        int scanned = 0;
        foreach (string file in Files.Where(static file => new FileInfo(file).Length is > 1 and < SmallFile))
        {
            byte[] bytes = File.ReadAllBytes(file);
            for (int i = 1; i <= Changes; i++, scanned++)
            {
                byte[] cut = bytes[..(bytes.Length * i / (Changes + 1))];
                ShouldAddUp(Scanned.Bytes(cut, file), file);
            }
        }
        Assert.That(scanned, Is.GreaterThan(1000));
    }

    [Test]
    public void GivenAnyFileWithAChangedByte_ItsBytesAddUp()
    {
        var random = new Random(1);
        int scanned = 0;
        foreach (string file in Files.Where(static file => new FileInfo(file).Length is > 0 and < SmallFile))
        {
            byte[] bytes = File.ReadAllBytes(file);
            for (int i = 0; i < Changes; i++, scanned++)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                ShouldAddUp(Scanned.Bytes(bytes, file), file);
            }
        }
        Assert.That(scanned, Is.GreaterThan(1000));
    }

    private static void ShouldAddUp(ScanReport report, string file)
    {
        long[] sums = [report.BytesDecoded, report.BytesStorage, report.BytesStructure, report.BytesNotLookedAt];
        Assert.That(sums, Has.All.GreaterThanOrEqualTo(0), file);
        Assert.That(sums.Sum(), Is.EqualTo(report.Size), file);
        if (report.Complete) Assert.That(report.BytesNotLookedAt, Is.Zero, file);
    }

    [Test]
    public void GivenCheckpoint_EachByteIsWhereItBelongs()
    {
        byte[] pickle = Samples.Pickle, zip = ZipBuilder.Torch(pickle, Samples.OneTwo).ToArray();
        ScanReport report = Scanned.Bytes(zip);
        Assert.That((report.Complete, report.BytesStorage, report.BytesNotLookedAt), Is.EqualTo((true, 8L, 0L)));
        // data.pkl and version; all else is headers and the directory.
        Assert.That(report.BytesDecoded, Is.EqualTo(pickle.Length + 2));
        Assert.That(report.BytesStructure, Is.EqualTo(zip.Length - 8 - pickle.Length - 2));
    }

    // No header says where its content begins: the directory's word alone is nobody's reading.
    [Test]
    public void GivenRecordWithoutItsHeader_IsNotComplete()
    {
        byte[] zip = ZipBuilder.Torch(Scanned.Benign, new byte[16]).ToArray();
        int header = zip.AsSpan(4).IndexOf("PK\x03\x04"u8) + 4;
        zip.AsSpan(header, 30).Fill((byte)'v');
        ScanReport report = Scanned.Bytes(zip);
        Assert.That((report.Complete, report.BytesNotLookedAt), Is.EqualTo((false, 30L + "archive/data/0".Length + 16)));
    }

    [TestCase(99)]
    [TestCase(14)]
    public void GivenRecordOfUnknownCompression_ItsBytesAreNotLookedAt(int method)
    {
        var record = new ZipBuilder.Entry("archive/extra", new byte[100]) { Method = (ushort)method };
        ScanReport report = Scanned.Bytes(ZipBuilder.Torch(Scanned.Benign).Add(record).ToArray());
        Assert.That((report.Complete, report.BytesNotLookedAt), Is.EqualTo((false, 100L)));
    }

    // What came out of the outer stream has an account of its own; the stream counts as looked at only if all of that was.
    [Test]
    public void GivenArchiveInACompressedStream_TheStreamIsAccountedForByWhatIsInIt()
    {
        byte[] honest = Gzip(ZipBuilder.Torch(Scanned.Benign, new byte[16]).ToArray());
        ScanReport whole = Scanned.Bytes(honest, "model.gz");
        Assert.That((whole.Complete, whole.BytesDecoded), Is.EqualTo((true, (long)honest.Length)));
        var unknown = new ZipBuilder.Entry("archive/extra", new byte[100]) { Method = 99 };
        byte[] hiding = Gzip(ZipBuilder.Torch(Scanned.Benign).Add(unknown).ToArray());
        ScanReport partly = Scanned.Bytes(hiding, "model.gz");
        Assert.That((partly.Complete, partly.BytesNotLookedAt), Is.EqualTo((false, (long)hiding.Length)));
    }

    [Test]
    public void GivenPickleBetweenRecords_IsFound()
    {
        byte[] hidden = Scanned.Evil, zip = ZipBuilder.Torch(Scanned.Benign).ToArray();
        int directory = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        byte[] gapped = [.. zip[..directory], .. hidden, .. zip[directory..]];
        // The end record says where the directory begins.
        BitConverter.GetBytes(directory + hidden.Length).CopyTo(gapped, gapped.Length - 6);
        ScanReport report = Scanned.Bytes(gapped);
        Assert.That(report.Dangers(), Is.EqualTo(new[] { "posix.system" }));
        Assert.That(report.BytesNotLookedAt, Is.Zero);
    }

    [Test]
    public void GivenTar_ItsPartsFollowEachOther()
    {
        byte[] tar = Samples.Tar(("a", new byte[700]), ("b", []), ("c", new byte[512]));
        var file = new PartSource(new MemoryByteSource(tar), null, new Budget(CheckpointLimits.Default), static _ => null!);
        Part[] parts = [.. TarParts.Read(file).InOrder];
        Parts.ShouldCover(parts, tar.Length);
        var files = parts.Where(static part => part.Kind == PartKind.File);
        Assert.That(files.Select(static part => part.Name), Is.EqualTo(new[] { "a", "c" }));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(bytes);
        return compressed.ToArray();
    }
}
