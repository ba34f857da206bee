using System.IO.Compression;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using static SafeLoad.Tests.Support.Hdf5Builder;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// A few bytes that unpack to millions of opcodes, each of which leaves a value in memory: what they may take is what the size of the file
/// justifies. What is counted are the bytes that the scan allocates.
/// </summary>
public sealed class UnpackedValuesTests
{
    private const int Unpacked = 17 << 20;
    private const long MostAllocated = 1L << 30;

    private static readonly ScanOptions s_options = new() { Limits = CheckpointLimits.Default with { MaxInflateRatio = 2000 } };

    // What is written again and again: values, containers, containers of values, texts, numbers, names and objects.
    private static readonly Dictionary<string, byte[]> s_units = new()
    {
        ["None"] = "N"u8.ToArray(),
        ["stored values"] = [(byte)'N', 0x94],
        ["tuples"] = [(byte)')', 0x85],
        ["lists"] = "]"u8.ToArray(),
        ["lists of one"] = "]Na"u8.ToArray(),
        ["dicts"] = "}"u8.ToArray(),
        ["dicts of one"] = "}NNs"u8.ToArray(),
        ["sets"] = [0x8F],
        ["frozen sets"] = [(byte)'(', (byte)'N', 0x91],
        ["integers"] = [0x8A, 9, 255, 255, 255, 255, 255, 255, 255, 255, 1],
        ["texts"] = "S'x'\n"u8.ToArray(),
        ["names"] = "cnot_there\nnothing\n"u8.ToArray(),
        ["objects"] = "cnot_there\nnothing\n)R}b"u8.ToArray(),
    };

    private static IEnumerable<string> Units() => s_units.Keys;

    // Nobody writes sets one behind the other without storing them.
    private static IEnumerable<string> Stored() => s_units.Keys.Where(static unit => unit != "sets");

    private static byte[] Many(byte[] unit, int length, byte[] end)
    {
        byte[] all = new byte[length / unit.Length * unit.Length];
        for (int at = 0; at < all.Length; at += unit.Length) unit.CopyTo(all, at);
        return [0x80, 4, .. all, .. end];
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    [Test]
    public void GivenMillionsOfValuesInAPackedFile_TheyTakeWhatTheFileJustifies([ValueSource(nameof(Units))] string unit)
    {
        bool isZip = unit is "tuples" or "names";
        byte[] pickle = Many(s_units[unit], Unpacked, "."u8.ToArray());
        byte[] file = isZip ? new ZipBuilder().Add(new ZipBuilder.Entry("x/data.pkl", pickle) { Deflate = true }).Add("x/version", "3")
            .ToArray() : Gzip(pickle);
        ScanReport report = null!;
        long allocated = Cost.AllocatedBy(() => report = Scanned.Bytes(file, isZip ? "x.pt" : "x.pkl.gz", s_options));
        Assert.That(allocated, Is.LessThan(MostAllocated));
        Assert.That(report.Ids(), Does.Contain(DiagnosticId.MemoryExceeded));
        Assert.That(report.Complete, Is.False);
    }

    // As large as these files are themselves, nothing of them is too much.
    [Test]
    public void GivenMillionsOfValuesInAFileOfTheirSize_AllAreRead([ValueSource(nameof(Stored))] string unit)
    {
        ScanReport report = Scanned.Bytes(Many(s_units[unit], 3 << 19, "."u8.ToArray()), "x.pkl");
        Assert.That(report.Ids(), Does.Not.Contain(DiagnosticId.MemoryExceeded));
    }

    // Packed as well as such data are.
    [Test]
    public void GivenHonestListsInAPackedFile_AllIsRead([Values("N", "I1\n", "K\u0001")] string value)
    {
        byte[] list = [(byte)']', (byte)'(', .. Many(System.Text.Encoding.Latin1.GetBytes(value), 1 << 20, "e."u8.ToArray())[2..]];
        ScanReport report = Scanned.Bytes(Gzip([0x80, 2, .. list]), "x.pkl.gz");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    // Arrays of bytes that are opcodes by chance: zeros, masks, letters.
    [Test]
    public void GivenAnArrayOfOneByte_NoValueIsMadeOfIt([Values('\0', 'N', '(', ']', '}', '0')] char value, [Values] bool isCalled)
    {
        const int chunk = 1 << 20, count = 40;
        byte[] content = [.. Enumerable.Repeat((byte)value, chunk)], call = "cnot_there\nnothing\n)R."u8.ToArray();
        var file = new Hdf5Builder();
        byte[] same = Zlib(content);
        long[] places = [.. Enumerable.Range(0, count).Select(_ => file.Add(same))];
        long[] lengths = [.. Enumerable.Repeat((long)same.Length, count)];
        if (isCalled)
        {
            call.CopyTo(content, 100_000);
            byte[] last = Zlib(content);
            (places[^1], lengths[^1]) = (file.Add(last), last.Length);
        }
        byte[][] chunks = [.. Enumerable.Range(0, count).Select(i => Chunk(lengths[i], places[i], (long)i * chunk))];
        long tree = file.Add([Tree(1, 0, count, [.. chunks, .. (byte[][])[Chunk(0, 0, (long)count * chunk)]])]);
        long dataset = file.Object(Space((long)count * chunk), UInt8, Chunked(tree, chunk, 1), Filters(1));
        ScanReport report = null!;
        byte[] bytes = file.ToArray(file.Links(("x", dataset)));
        Assert.That(Cost.AllocatedBy(() => report = Scanned.Bytes(bytes, "x.h5")), Is.LessThan(MostAllocated));
        if (!isCalled) Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
        // Only behind opcodes that all unpicklers take does it run.
        else if (value is 'N' or '(' or ']' or '}') Assert.That(report is { Verdict: Verdict.Clean, Complete: true }, Is.False);
    }

    // 20,000 parts with the same fault.
    [Test]
    public void GivenTheSameFaultEverywhere_TheFirstAreToldAndThatThereAreMore()
    {
        const int size = 32, count = 12_000;
        byte[] text = new byte[size * count];
        for (int i = 0; i < count; i++) "cnot_there\nnothing\n)R."u8.CopyTo(text.AsSpan(i * size));
        var file = new Hdf5Builder();
        long dataset = file.Object(Space(count), Message(3, Type(3, size)), Contiguous(file.Add([text]), text.Length));
        ScanReport report = Scanned.Bytes(file.ToArray(file.Links(("x", dataset))), "x.h5");
        Finding[] found = [.. report.Findings.Where(static finding => finding.Id == DiagnosticId.UnknownGlobal)];
        Assert.That(found, Has.Length.EqualTo(10_001));
        Assert.That(found[^1].Message, Does.Contain("more of this rule are not listed"));
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Suspicious));
    }

    private static byte[] Zlib(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest)) zlib.Write(bytes);
        return packed.ToArray();
    }
}
