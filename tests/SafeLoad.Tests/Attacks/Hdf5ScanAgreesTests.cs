using System.IO.Compression;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using static SafeLoad.Tests.Support.Hdf5Builder;

namespace SafeLoad.Tests.Attacks;

/// <summary>HDF5 files changed in every region: what opening calls malformed a scan never calls clean and complete, and each byte is in one
/// account, however broken the file is.</summary>
public sealed class Hdf5ScanAgreesTests
{
    private const int Seed = 20260803, ChangesOfAFile = 700;

    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    private static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Fixtures.PathOf("h5"), "*.h5").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void GivenHdf5ChangedAnywhere_TheScanSaysWhatOpeningSays(string name)
    {
        byte[] file = File.ReadAllBytes(Fixtures.PathOf("h5/" + name)), changed = [.. file];
        var random = new Random(Seed);
        int malformed = 0;
        for (int i = 0; i < ChangesOfAFile; i++)
        {
            // Each region as often as any other; of what is never used little is there.
            int at = (int)((long)i * file.Length / ChangesOfAFile) + random.Next(Math.Max(1, file.Length / ChangesOfAFile));
            int count = random.Next(1, 4);
            for (int j = at; j < Math.Min(at + count, file.Length); j++) changed[j] = Change(file, j, random);
            if (Look(changed, FormattableString.Invariant($"{name}, change {i} at {at}"))) malformed++;
            file.AsSpan(at, Math.Min(count, file.Length - at)).CopyTo(changed.AsSpan(at));
        }
        Assert.That(malformed, Is.AtLeast(10), "what never is malformed proves nothing");
    }

    [Test]
    public void GivenHdf5CutAnywhere_TheScanSaysWhatOpeningSays([Values("tiny_weights.h5", "tiny_latest.h5", "links.h5")] string name)
    {
        byte[] file = File.ReadAllBytes(Fixtures.PathOf("h5/" + name));
        for (int length = 9; length < file.Length; length += 7)
            Assert.That(Look(file[..length], FormattableString.Invariant($"{name}, cut to {length}")));
    }

    [TestCase(64)]
    [TestCase(70)]
    public void GivenHdf5LinkOutOfTheFile_IsSuspiciousAndNamed(int type)
    {
        var file = new Hdf5Builder();
        byte[] away = Message(6, [1, 9, (byte)type, .. Number(3, 2), .. "out"u8, .. Number(5, 2), .. "x.h5\0"u8]);
        Expect(file.ToArray(file.Links(("inner", file.Object(Hdf5Builder.Group, away)))), "/inner/out");
    }

    [Test]
    public void GivenHdf5ElementsInAnotherFile_AreSuspiciousAndNamed([Values] bool isVirtual)
    {
        var file = new Hdf5Builder();
        byte[][] where = isVirtual ? [Message(8, [4, 3, .. Number(96), 0, 0, 0, 0])] : [Contiguous(Undefined, 2), Message(7, new byte[8])];
        Expect(file.ToArray(file.Links(("d", file.Object([Space(2), UInt8, .. where])))), "/d");
    }

    // What nobody has decoded is not looked at, whatever its elements are.
    [Test]
    public void GivenHdf5UnknownFilter_TheScanIsNotComplete()
    {
        var file = new Hdf5Builder();
        byte[] filter = Message(11, [2, 1, .. Number(32001, 2), 0, 0, 0, 0, 0, 0]);
        ScanReport report = Scanned.Bytes(
            file.ToArray(file.Links(("d", file.Object(Space(2), UInt8, Chunked(Undefined, 2, 1), filter)))), "x.h5");
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Clean));
        Assert.That(report.Complete, Is.False);
        Assert.That(report.Findings.Single().Location.Record, Is.EqualTo("/d"));
    }

    // What a text refers to and nobody has found is not known to be harmless; an empty text refers to nothing.
    [TestCase(0, true)]
    [TestCase(5, false)]
    public void GivenHdf5ReferenceThatLeadsToNoHeap_TheScanIsNotComplete(int length, bool isComplete)
    {
        var file = new Hdf5Builder();
        byte[] text = Type(9, 16, 1, Type(0, 1, 0, 0, 0, 8, 0));
        ScanReport report = Scanned.Bytes(
            file.ToArray(file.Object(Hdf5Builder.Group, Attribute("x", text, [], Reference(64, 1, length)))), "x.h5");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, isComplete)));
        Assert.That(report.Findings.Select(static finding => finding.Location.Record), isComplete ? Is.Empty : Is.EqualTo(new[] { "/@x" }));
    }

    private static readonly Dictionary<string, (byte[] Type, int Size)> s_elements = new()
    {
        ["numbers"] = (Float32, 4),
        ["bytes"] = (UInt8, 1),
        ["texts"] = (Message(3, Type(3, 4)), 4),
        ["a compound"] = (Message(3, Type(6, 4, 1, [(byte)'a', 0, 0, 0, 0, 0, 0, 0, .. Number(0, 4), .. new byte[28], .. Type(3, 4)])), 4),
    };

    private static IEnumerable<string> Elements => s_elements.Keys;

    // Whoever reads the elements is stopped by a chunk that does not come out as it went in, whatever they are and wherever it stands.
    [Test]
    public void GivenHdf5ChunkThatIsBroken_TheScanSaysWhatReadingSays([ValueSource(nameof(Elements))] string elements,
        [Values(0, 1, 2)] int broken, [Values("nothing", "cut", "changed", "long", "sum")] string fault, [Values] bool isDeep)
    {
        var (type, size) = s_elements[elements];
        const int count = 16;
        var file = new Hdf5Builder();
        byte[][] chunks = new byte[3][];
        for (int i = 0; i < chunks.Length; i++)
        {
            byte[] data = new byte[count * size + (fault == "long" && i == broken ? size : 0)];
            chunks[i] = fault == "sum" ? [.. data, .. Number(i == broken ? 7 : 0, 4)] : Deflate(data);
            if (fault == "cut" && i == broken) chunks[i] = chunks[i][..^5];
            if (fault == "changed" && i == broken) chunks[i][2] ^= 0x46;
        }
        byte[][] leaves = [.. chunks.Select((chunk, i) => Chunk(chunk.Length, file.Add([chunk]), count * i))];
        long dataset = file.Object(Space(3 * count), type, Chunked(file.Add([Tree(1, 0, 3, leaves)]), count, size),
            Filters(fault == "sum" ? 3 : 1));
        byte[] bytes = file.ToArray(isDeep ? file.Links(("g", file.Links(("x", dataset)))) : file.Links(("x", dataset)));
        ScanReport report = Scanned.Bytes(bytes, "x.h5");
        Assert.That(report.Verdict, Is.EqualTo(fault == "nothing" ? Verdict.Clean : Verdict.Malformed), string.Join("; ", report.Findings));
        if (elements is "numbers" or "bytes") Assert.That(Malformed(bytes) is null, Is.EqualTo(fault == "nothing"));
    }

    private static byte[] Deflate(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(bytes);
        return stream.ToArray();
    }

    // A fault in one object hides nothing of the others.
    [Test]
    public void GivenHdf5BrokenObject_WhatStandsBesideItIsScanned([Values("a", "z")] string name)
    {
        var file = new Hdf5Builder();
        long evil = file.Object(Hdf5Builder.Group, Attribute("x", Type(3, Scanned.Evil.Length), [], Scanned.Evil));
        ScanReport report = Scanned.Bytes(file.ToArray(file.Links((name, 1 << 20), ("m", evil))), "x.h5");
        Assert.That(report.Dangers(), Is.EqualTo(new[] { "posix.system" }));
        Assert.That(report.Ids(), Does.Contain(DiagnosticId.Hdf5Broken));
    }

    private static void Expect(byte[] file, string place)
    {
        ScanReport report = Scanned.Bytes(file, "x.h5");
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Suspicious));
        Assert.That(report.Complete, Is.False);
        Assert.That((report.Findings.Single().Id, report.Findings.Single().Location.Record), Is.EqualTo((DiagnosticId.OtherFile, place)));
    }

    // Whether the file is malformed.
    private static bool Look(byte[] file, string what)
    {
        ScanReport report = Scanned.Bytes(file, "x.h5");
        Assert.That(report.BytesDecoded + report.BytesStorage + report.BytesStructure + report.BytesNotLookedAt, Is.EqualTo(file.Length),
            what);
        string? problem = Malformed(file);
        if (problem is not null) Assert.That(report is { Verdict: Verdict.Clean, Complete: true }, Is.False, what + ": " + problem);
        return problem is not null;
    }

    private static string? Malformed(byte[] file)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(file, s_inert);
            // Chunks are read when their elements are.
            foreach (TensorInfo tensor in EveryTensor.Of(checkpoint.Root))
            {
                using Stream elements = tensor.OpenStream();
                elements.CopyTo(Stream.Null);
            }
            return null;
        }
        catch (MalformedCheckpointException problem)
        {
            return problem.Message;
        }
        catch (SafeLoadException)
        {
            return null;
        }
    }

    private static byte Change(byte[] file, int at, Random random) => random.Next(5) switch
    {
        0 => (byte)(file[at] ^ 1),
        1 => (byte)(file[at] ^ 0x80),
        2 => 0xFF,
        3 => (byte)(file[at] + 1),
        _ => file[random.Next(file.Length)],
    };
}
