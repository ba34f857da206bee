using System.Text;
using SafeLoad.Formats;
using SafeLoad.Opening;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// An HDF5 file inside of a file of another kind, at one of the offsets where HDF5's library looks: whoever opens it there reads other
/// objects than the first bytes promise. The product of kinds, offsets, and what a pickle in an attribute names.
/// </summary>
public sealed class HiddenHdf5Tests
{
    private static readonly Dictionary<Verdict, (string Module, string Name)> s_names = new()
    {
        [Verdict.Clean] = ("collections", "OrderedDict"),
        [Verdict.Suspicious] = ("not_there", "nothing"),
        [Verdict.Dangerous] = ("subprocess", "not_there"),
    };

    // A file of the kind in which these bytes stand at the offset, as data.
    private static readonly Dictionary<string, Func<byte[], int, byte[]>> s_kinds = new()
    {
        ["safetensors"] = static (hidden, at) =>
        {
            string header = FormattableString.Invariant(
                $"{{\"w\":{{\"dtype\":\"U8\",\"shape\":[{hidden.Length}],\"data_offsets\":[0,{hidden.Length}]}}}}").PadRight(at - 8);
            return [.. BitConverter.GetBytes((long)header.Length), .. Encoding.ASCII.GetBytes(header), .. hidden];
        },
        ["array"] = static (hidden, at) =>
        {
            int count = at - 128 + hidden.Length;
            string header = FormattableString.Invariant($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({count},), }}");
            return [0x93, .. "NUMPY\x01\0"u8, 118, 0, .. Encoding.ASCII.GetBytes(header.PadRight(117) + "\n"), .. new byte[at - 128],
                .. hidden];
        },
        ["bytes of a pickle"] = static (hidden, at) =>
            [0x80, 3, (byte)PickleOpcode.BinBytes, .. BitConverter.GetBytes(at - 7 + hidden.Length), .. new byte[at - 7], .. hidden,
                (byte)PickleOpcode.Stop],
        ["behind a pickle"] = static (hidden, at) => [.. "N."u8, .. new byte[at - 2], .. hidden],
        ["storage of a legacy stream"] = static (hidden, at) =>
        {
            LegacyBuilder Make(byte[] bytes) => new LegacyBuilder
            {
                Root = LegacyBuilder.Storage(PickleBuilder.Protocol(2), "ByteStorage", "0", bytes.Length).Stop(),
            }.Add(bytes.Length, bytes);
            return Place(hidden, at, bytes => Make(bytes).ToArray());
        },
        ["storage of a zip"] = static (hidden, at) => Place(hidden, at, static bytes => ZipBuilder.Torch(
            Samples.PickleOf(pickle => pickle.Tensor(bytes.Length, 0, [bytes.Length], [1], type: "ByteStorage")), bytes).ToArray()),
        ["comment of a zip"] = static (hidden, at) => Place(hidden, at, static bytes => new ZipBuilder { Comment = bytes }
            .Add("archive/data.pkl", Scanned.Benign).Add("archive/version", "3\n").ToArray()),
    };

    // Puts zeros before the bytes until they stand at the offset.
    private static byte[] Place(byte[] hidden, int at, Func<byte[], byte[]> make)
    {
        byte[] first = make([.. new byte[at], .. hidden]);
        int found = first.AsSpan().IndexOf(hidden);
        return make([.. new byte[2 * at - found], .. hidden]);
    }

    private static byte[] Hdf5(Verdict verdict)
    {
        var (module, name) = s_names[verdict];
        byte[] pickle = PickleBuilder.Protocol(2).Global(module, name).EmptyTuple().Reduce().Stop();
        var file = new Hdf5Builder();
        byte[] text = Hdf5Builder.Type(3, pickle.Length);
        return file.ToArray(file.Object(Hdf5Builder.Group, Hdf5Builder.Attribute("state", text, [], pickle)));
    }

    private static IEnumerable<string> Kinds() => s_kinds.Keys;

    [Test]
    public void GivenHdf5WhereItsLibraryLooks_ItIsScannedAndNamed([ValueSource(nameof(Kinds))] string kind,
        [Values(512, 1024, 2048, 1 << 15)] int at, [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        byte[] hidden = Hdf5(verdict);
        byte[] file = s_kinds[kind](hidden, at);
        Assert.That(file.AsSpan(at).StartsWith(hidden), "the file is where the test says");
        ScanReport report = Scanned.Bytes(file);
        Assert.That(report.Verdict, Is.EqualTo(verdict == Verdict.Dangerous ? verdict : Verdict.Suspicious));
        Assert.That(report.Findings.Count(static finding => finding.Id == DiagnosticId.TwoFormats), Is.EqualTo(1));
        Assert.That(report.Globals.Select(static global => global.Module), Does.Contain(s_names[verdict].Module));
        var problem = Assert.Throws<MalformedCheckpointException>(() => Checkpoint.Open(file).Dispose());
        if (kind != "comment of a zip") Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.TwoFormats));
    }

    [Test]
    public void GivenTheSameAtAnotherOffset_NobodySeesIt([ValueSource(nameof(Kinds))] string kind, [Values(520, 768, 1536)] int at)
    {
        byte[] file = s_kinds[kind](Hdf5(Verdict.Dangerous), at);
        Assert.That(Scanned.Bytes(file).Ids(), Does.Not.Contain(DiagnosticId.TwoFormats));
    }

    // What honest programs write there: nothing, a remark, MATLAB's heading, a description.
    [Test]
    public void GivenABlockOfTheUsersOwn_TheFileIsHdf5([Values(512, 1024, 1 << 13)] int at, [Values] bool isText,
        [Values("", "Made by hand.\n", "MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Mon", "{\"made\": \"by hand\"}",
            "<?xml version=\"1.0\"?>\n<made by='hand'/>", "\x01\x02\x03")] string text)
    {
        byte[] block = new byte[at];
        if (isText) block.AsSpan().Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, block);
        ScanReport report = Scanned.Bytes([.. block, .. Hdf5(Verdict.Clean)], "x.h5");
        Assert.That(report.Format, Is.EqualTo(CheckpointFormat.Hdf5));
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Clean));
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Complete);
    }

    // A loader that takes the pickle out of its archive can be given it as a file.
    [Test]
    public void GivenHdf5BehindThePickleOfACheckpoint_ItIsScannedAndNamed([Values("bytes of a pickle", "behind a pickle")] string kind,
        [Values(512, 1 << 15)] int at, [Values] bool isPacked,
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        byte[] pickle = s_kinds[kind](Hdf5(verdict), at);
        ScanReport report = Scanned.Bytes(new ZipBuilder().Add(new("archive/data.pkl", pickle) { Deflate = isPacked })
            .Add("archive/version", "3\n").ToArray());
        Assert.That(report.Verdict, Is.EqualTo(verdict == Verdict.Dangerous ? verdict : Verdict.Suspicious));
        Finding found = report.Findings.Single(static finding => finding.Id == DiagnosticId.TwoFormats);
        Assert.That(found.Location.Record, Is.EqualTo("archive/data.pkl"));
        Assert.That(report.Globals.Select(static global => global.Module), Does.Contain(s_names[verdict].Module));
    }

    // What is a file by itself: but for text, and for what is found by its members.
    private static IEnumerable<TestCaseData> Files() =>
        from sample in KindSamples.All.Select(static kind => (kind.Name, kind.File))
            .Concat(KindSamples.Strangers.Select(static kind => (kind.Name, kind.File)))
        let file = Padded(sample.File, 512)
        where sample.Name != "Zeros" && !Detection.Of(file).Row.IsUserBlock
            && Detection.Of(file).Row.Layout is not (FormatLayout.Zip or FormatLayout.Parts { HoldsFiles: true })
        select new TestCaseData(sample.File).SetArgDisplayNames(sample.Name);

    // With what goes on as it began: text as text.
    private static byte[] Padded(byte[] file, int at)
    {
        byte[] block = new byte[at];
        if (TextHead.IsAt(file)) block.AsSpan().Fill((byte)' ');
        file.AsSpan(0, Math.Min(file.Length, at)).CopyTo(block);
        return block;
    }

    [Test]
    public void GivenTheKinds_MostAreFilesByThemselves() => Assert.That(Files().Count(), Is.GreaterThan(80));

    [TestCaseSource(nameof(Files))]
    public void GivenHdf5InAFileOfAnotherKind_BothAreNamed(byte[] begin)
    {
        foreach (int at in (int[])[512, 1024, 1 << 14])
        {
            byte[] block = Padded(begin, at);
            foreach (Verdict verdict in s_names.Keys)
            {
                ScanReport report = Scanned.Bytes([.. block, .. Hdf5(verdict)], "x.h5");
                Assert.That(report.Ids().Count(static id => id == DiagnosticId.TwoFormats), Is.EqualTo(1));
                Assert.That(report.Verdict, Is.EqualTo(verdict == Verdict.Dangerous ? verdict : Verdict.Suspicious));
                if (Detection.Of(block).Row.Mark == FormatMark.NotLookedAt) Assert.That(report.Complete, Is.False);
                Assert.That(report.Globals.Select(static global => global.Module), Does.Contain(s_names[verdict].Module));
                Assert.That(() => Checkpoint.Open((byte[])[.. block, .. Hdf5(verdict)]).Dispose(),
                    Throws.InstanceOf<SafeLoadException>());
            }
        }
    }

    // The first member of a tar stands there, and one of a zip can.
    [Test]
    public void GivenHdf5AsAMember_ItIsScannedOnceAndHidesNothing([Values] bool isTar,
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        byte[] member = Hdf5(verdict), file = isTar ? Samples.Tar(("x.h5", member), ("y", [1]))
            : new ZipBuilder().Add(new string('x', 482 - 3) + ".h5", member).Add("y", "1").ToArray();
        int at = file.AsSpan().IndexOf(member);
        if (!isTar) file = new ZipBuilder().Add(new string('x', 482 - 3 + 512 - at) + ".h5", member).Add("y", "1").ToArray();
        Assert.That(file.AsSpan(512).StartsWith(member));
        ScanReport report = Scanned.Bytes(file, isTar ? "x.tar" : "x.zip");
        Assert.That(report.Verdict, Is.EqualTo(verdict));
        Assert.That(report.Ids(), Does.Not.Contain(DiagnosticId.TwoFormats));
        Assert.That(report.Findings, Has.Count.EqualTo(verdict == Verdict.Clean ? 0 : 1));
        Assert.That(report.Globals, Has.Count.EqualTo(1));
    }
}
