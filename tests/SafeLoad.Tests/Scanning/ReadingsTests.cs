using System.IO.Compression;
using System.Text;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>Files that one loader reads and another refuses or reads otherwise: each reading that can run counts.</summary>
internal sealed class ReadingsTests
{
    private static readonly string[] s_system = ["posix.system"];

    // The names travel as BINUNICODE8 and by the memo, where only who executes the pickle finds them.
    private static byte[] AfterFalseStep(Action<PickleBuilder> step)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(4);
        step(pickle);
        foreach (string name in (string[])["posix", "system"])
            pickle.Op(PickleOpcode.BinUnicode8, [.. BitConverter.GetBytes((long)name.Length), .. Encoding.ASCII.GetBytes(name)])
                .Op(PickleOpcode.Memoize).Op(PickleOpcode.Pop);
        return pickle.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.BinGet, [1]).Op(PickleOpcode.StackGlobal).Text("true")
            .Op(PickleOpcode.Tuple1).Reduce().Stop();
    }

    private static IEnumerable<TestCaseData> FalseSteps()
    {
        yield return Step("SETITEMS of nothing on None", static pickle => pickle.Op(PickleOpcode.None).Mark().SetItems());
        yield return Step("APPENDS of nothing on an int", static pickle => pickle.Int(1).Mark().Op(PickleOpcode.Appends));
        yield return Step("SETITEM on a list",
            static pickle => pickle.Op(PickleOpcode.EmptyList).Op(PickleOpcode.None).Mark().Op(PickleOpcode.None).Op(PickleOpcode.List)
                .Op(PickleOpcode.SetItem));
        yield return Step("APPEND to a bytearray",
            static pickle => pickle.Op(PickleOpcode.ByteArray8, new byte[8]).Int(1).Op(PickleOpcode.Append));
        yield return Step("arguments in a list", static pickle => pickle.Global("builtins", "list").Op(PickleOpcode.EmptyList).Reduce());
        yield return Step("a Python 2 string in Latin-1", static pickle => pickle.Op(PickleOpcode.ShortBinString, [1, 0xE9]));
        yield return Step("a float that the C unpickler refuses", static pickle => pickle.Line(PickleOpcode.Float, "1_0"));

        static TestCaseData Step(string name, Action<PickleBuilder> step) =>
            new TestCaseData(AfterFalseStep(step)).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(FalseSteps))]
    public void GivenOpcodeThatOnlySomeUnpicklersTake_WhatFollowsIsRead(byte[] pickle)
    {
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Dangers(), Is.EqualTo(s_system));
        Assert.That(Scanned.Bytes(ZipBuilder.Torch(Scanned.Benign).Add("archive/blob", pickle).ToArray()).Dangers(), Is.EqualTo(s_system));
        Assert.That(() => Checkpoint.Open(pickle), Throws.InstanceOf<SafeLoadException>());
    }

    // A million of them would take a million exceptions.
    [Test]
    public void GivenNothingButFalseSteps_EndsSoon()
    {
        PickleBuilder pickle = PickleBuilder.Protocol(4);
        for (int i = 0; i < 100_000; i++) pickle.Op(PickleOpcode.None).Mark().SetItems();
        byte[] bytes = pickle.Stop();
        ScanReport? report = null;
        Assert.That(Cost.AllocatedBy(() => report = Scanned.Bytes(bytes, "model.pkl")), Is.LessThan(32 << 20));
        Assert.That(report!.Verdict, Is.EqualTo(Verdict.Malformed));
    }

    [Test]
    public void GivenSecondPickleThatNeedsTheFirstOnesMemo_ItsNamesAreFound()
    {
        byte[] first =
            PickleBuilder.Protocol(4).ShortText("posix").Op(PickleOpcode.Memoize).ShortText("system").Op(PickleOpcode.Memoize).Stop();
        byte[] second =
            PickleBuilder.Protocol(4).Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.BinGet, [1]).Op(PickleOpcode.StackGlobal).Stop();
        Assert.That(Scanned.Bytes([.. first, .. second], "model.pkl").Dangers(), Is.EqualTo(s_system));
    }

    // What a stream reader drops at the end of a frame, and what it reads instead, by the form of the argument.
    private static IEnumerable<TestCaseData> CrossedFrames()
    {
        // "cxx" is the frame: the line that names the module begins behind it.
        yield return Case("a line",
            PickleBuilder.Protocol(4).Op(PickleOpcode.Frame, Length(3)).Op(PickleOpcode.Global, "xxposix\nsystem\n"u8).Text("true")
                .Op(PickleOpcode.Tuple1).Reduce().Stop());
        // The second line of two.
        yield return Case("a second line",
            PickleBuilder.Protocol(4).Op(PickleOpcode.Frame, Length(9)).Op(PickleOpcode.Global, "posix\nxxsystem\n"u8).Text("true")
                .Op(PickleOpcode.Tuple1).Reduce().Stop());
        // A text of 255 bytes, as it stands; for who drops two bytes it ends two bytes later, where opcodes begin.
        byte[] call = PickleBuilder.Protocol(4).Global("posix", "system").EmptyTuple().Reduce().Stop();
        yield return Case("a text",
            [.. PickleBuilder.Protocol(4).Op(PickleOpcode.Frame, Length(4))
                .Op(PickleOpcode.ShortBinUnicode, [(byte)(call.Length + 3), (byte)'x', (byte)'x']).ToArray(), .. new byte[call.Length + 3],
                .. call, .. ".."u8]);
        // The four bytes of a length.
        yield return Case("a length",
            [.. PickleBuilder.Protocol(4).Op(PickleOpcode.Frame, Length(2)).Op(PickleOpcode.BinUnicode, [100]).ToArray(), 0, 0, 0, 0,
                .. call, .. new byte[100], (byte)'.']);

        static TestCaseData Case(string name, byte[] pickle) => new TestCaseData(pickle).SetArgDisplayNames(name);
        static byte[] Length(long length) => BitConverter.GetBytes(length);
    }

    // CPython 3.11 to 3.14: pickle.load(io.BytesIO(pickle)) asks for posix.system in each of them.
    [TestCaseSource(nameof(CrossedFrames))]
    public void GivenArgumentThatCrossesItsFrame_TheReadingThatDropsTheRestCounts(byte[] pickle)
    {
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Dangers(), Does.Contain("posix.system"));
        Assert.That(Scanned.Bytes(ZipBuilder.Torch(pickle).ToArray()).Dangers(), Does.Contain("posix.system"));
        Assert.That(() => Checkpoint.Open(pickle), Throws.InstanceOf<SafeLoadException>());
    }

    [Test]
    public void GivenFrameThatEndsBehindTheStop_TheNextPickleBeginsWhereItEnds()
    {
        // To who reads on behind STOP the next pickle is bytes; the frame of 9 bytes ends where their content begins.
        byte[] first = PickleBuilder.Protocol(4).Op(PickleOpcode.Frame, BitConverter.GetBytes(2 + 2 + 5L)).Op(PickleOpcode.None).Stop();
        byte[] evil = PickleBuilder.Protocol(4).Global("posix", "system").EmptyTuple().Reduce().Stop();
        byte[] second = PickleBuilder.Protocol(4).Op(PickleOpcode.BinBytes, [.. BitConverter.GetBytes(evil.Length), .. evil]).Stop();
        Assert.That(Scanned.Bytes([.. first, .. second], "model.pkl").Dangers(), Is.EqualTo(s_system));
    }

    [Test]
    public void GivenManyPicklesWhoseFramesLie_CostGrowsWithTheirBytes()
    {
        static byte[] Many(int count)
        {
            byte[] one = PickleBuilder.Protocol(4).Op(PickleOpcode.Frame, BitConverter.GetBytes(3L)).Text("abc").Stop();
            var all = new MemoryStream();
            for (int i = 0; i < count; i++) all.Write(one);
            return all.ToArray();
        }
        byte[] small = Many(1_000), large = Many(8_000);
        TimeSpan one = Cost.FastestOf(3, () => Scanned.Bytes(small, "model.pkl")),
            eight = Cost.FastestOf(3, () => Scanned.Bytes(large, "model.pkl"));
        Assert.That(eight / one, Is.LessThan(32));
    }

    // Letters are opcodes: each of these texts comes to a dot, which is STOP.
    [TestCase("import os\nimport shutil\n\n# done.\n")]
    [TestCase("import numpy.distutils.fcompiler\nfrom numpy.testing import assert_\n\nx.y\n")]
    [TestCase("Format: https://www.debian.org/doc/\nSource: x\n.\n")]
    [TestCase("the first of many. and more")]
    [TestCase("config of Xeon\n and others\ne. g.\n")]
    public void GivenTextThatBeginsLikeAPickle_IsClean(string text)
    {
        ScanReport report = Scanned.Bytes(Encoding.ASCII.GetBytes(text), "notes.txt");
        Assert.That(report.Findings.Select(static finding => finding.Message), Is.Empty);
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    [TestCase("notes.txt")]
    [TestCase("notes")]
    public void GivenTextThatIsAPickle_ItsNamesCount(string file)
    {
        Assert.That(Scanned.Bytes("(iposix\nsystem\n."u8.ToArray(), file).Dangers(), Is.EqualTo(s_system));
        Assert.That(Scanned.Bytes("cposix\nsystem\nR this is broken"u8.ToArray(), file).Dangers(), Is.EqualTo(s_system));
        Assert.That(Scanned.Bytes("cmylib\nNet\n."u8.ToArray(), file).Verdict, Is.EqualTo(Verdict.Suspicious));
    }

    [TestCase(PickleOpcode.Unicode)]
    [TestCase(PickleOpcode.BinUnicode)]
    public void GivenPickleOfOneLongText_IsAPickle(PickleOpcode opcode)
    {
        string text = new('a', 70_000);
        PickleBuilder pickle = opcode == PickleOpcode.Unicode ? new PickleBuilder().Line(opcode, text) : new PickleBuilder().Text(text);
        ScanReport report = Scanned.Bytes(pickle.Op(PickleOpcode.BinPut, [0]).Stop(), "words.pkl");
        Assert.That((report.Format, report.Verdict, report.Complete), Is.EqualTo((CheckpointFormat.Pickle, Verdict.Clean, true)));
    }

    // The head of a tar holds bytes of zero, which no module's name does: there every unpickler stops, whatever the members' text spells.
    [Test]
    public void GivenTarThatBeginsLikeAPickle_IsClean(
        [Values("config.txt", "classes.txt", "in.txt", "images/a.txt", "index.txt")] string name,
        [Values("one\ntwo\ncmylib\nNet\n.", "one\ntwo\n(imylib\nNet\n.", "a\nb\n.cmylib\nNet\n.", "a\nb\nPnote\n.",
            "a\nb\nN.N.cmylib\nNet\nN.")] string text)
    {
        ScanReport report = Scanned.Bytes(Samples.Tar((name, Encoding.ASCII.GetBytes(text))), "data.tar");
        Assert.That(report.Findings.Select(static finding => finding.Message), Is.Empty);
        Assert.That((report.Format, report.Verdict, report.Complete), Is.EqualTo((CheckpointFormat.Tar, Verdict.Clean, true)));
    }

    // Titles, lists and headings of texts: P is PERSID, which pickle.load has no answer to, h is BINGET of what nobody has stored.
    [TestCase("Project\n.. image:: x\n")]
    [TestCase("Project\ncmylib\nNet\n.")]
    [TestCase("hello\n.")]
    [TestCase("h.cmylib\nNet\n.")]
    [TestCase("com/docs/\n\n.")]
    [TestCase("code/main.py\nrun\n.")]
    [TestCase("c\n\n.")]
    [TestCase("company name\nand address\ncmylib\nNet\n.")]
    public void GivenTextAtWhichEveryUnpicklerStops_NamesBehindAreChance(string text)
    {
        ScanReport report = Scanned.Bytes(Encoding.ASCII.GetBytes(text), "notes.txt");
        Assert.That(report.Findings.Select(static finding => finding.Message), Is.Empty);
        Assert.That((report.Format, report.Verdict, report.Complete), Is.EqualTo((CheckpointFormat.Other, Verdict.Clean, true)));
    }

    [Test]
    public void GivenDangerBehindABreakOfText_Counts(
        [Values("a b\nc\n", "Project\n", "hx")] string text,
        [Values("cposix\nsystem\n.", "N.cposix\nsystem\n.", "N(iposix\nsystem\n.")] string evil)
    {
        byte opcode = (byte)(text[0] == 'a' ? 'c' : text[0]);
        byte[] bytes = [opcode, .. Encoding.ASCII.GetBytes(text[0] == 'a' ? text : text[1..]), .. Encoding.ASCII.GetBytes(evil)];
        Assert.That(Scanned.Bytes(bytes, "notes.txt").Dangers(), Is.EqualTo(s_system));
    }

    // Where pickles are expected, an unknown name stays one behind any break.
    [TestCase("cone two\nx\ncmylib\nNet\n.")]
    [TestCase("Pid\ncmylib\nNet\n.")]
    public void GivenBreakWherePicklesAreExpected_NamesBehindItCount(string text) =>
        Assert.That(
            Scanned.Bytes(Encoding.ASCII.GetBytes(text), "model.pkl").Globals.Select(static global => global.Name), Does.Contain("Net"));

    // The scan ends in the second of two readings: what the first one saw is not lost with it.
    [Test]
    public void GivenLimitInTheMiddleOfAReading_WhatWasSeenCounts([Range(1, 40)] int opcodes)
    {
        byte[] first = PickleBuilder.Protocol(4).Global("posix", "system").Text("true").Op(PickleOpcode.Tuple1).Reduce().Stop();
        byte[] second = PickleBuilder.Protocol(4).Global("builtins", "eval").Text("1").Op(PickleOpcode.Tuple1).Reduce().Stop();
        var options = new ScanOptions { Limits = CheckpointLimits.Default with { MaxOpcodes = opcodes } };
        ScanReport report = Scanner.Scan(new SafeLoad.IO.MemoryByteSource((byte[])[.. first, .. second], "model.pkl"), options);
        string[] expected = opcodes < 2 ? [] : opcodes < 8 ? s_system : ["posix.system", "builtins.eval"];
        Assert.That(report.Dangers(), Is.EqualTo(expected));
        Assert.That(report.Complete, Is.EqualTo(opcodes >= 18));
    }

    // To read it as a pickle, INST and two lines: what looks like one is the name of the first member.
    [Test]
    public void GivenTarWhoseFirstNameIsAnOpcode_IsClean() =>
        Assert.That(Scanned.Bytes(Samples.Tar(("in.txt", Encoding.ASCII.GetBytes("one\ntwo\nNR.\n"))), "data.tar").Verdict,
            Is.EqualTo(Verdict.Clean));

    private static byte[] Gzip(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        // .NET writes nothing for nothing; others write an empty member.
        return bytes.Length > 0 ? compressed.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    [Test]
    public void GivenSeveralStreams_AllAreRead()
    {
        byte[] half = Scanned.Evil[..10], rest = Scanned.Evil[10..], flagged = Gzip(Scanned.Evil), zlib;
        flagged[3] = 0xE0;
        var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(Scanned.Evil);
        zlib = packed.ToArray();
        foreach (byte[] bytes in (byte[][])[[.. Gzip([]), .. Gzip(Scanned.Evil)], [.. Gzip([]), .. new byte[700], .. Gzip(Scanned.Evil)],
            [.. Gzip(half), .. Gzip(rest)], [.. Gzip(Scanned.Benign), .. Gzip(Scanned.Evil)], [.. Gzip(Scanned.Benign), .. Scanned.Evil],
            flagged, [.. zlib, .. zlib]])
            Assert.That(Scanned.Bytes(bytes, "model.pkl.gz").Dangers(), Is.EqualTo(s_system));
    }

    [Test]
    public void GivenTarThatReadersUnpackDifferently_EachMemberIsScanned()
    {
        byte[] evil = Scanned.Evil, hidden = Samples.Tar(("pickle", evil));
        byte[] folder = Samples.Tar(("notes", hidden));
        Retype(folder, (byte)'5');
        byte[] unknown = Samples.Tar(("data.pkl", evil));
        Retype(unknown, (byte)'Z');
        byte[] nameless = Samples.Tar(("x", evil));
        nameless[0] = 0;
        Retype(nameless, (byte)'0');
        foreach (byte[] tar in (byte[][])[folder, unknown, nameless, hidden[..(512 + evil.Length)]])
            Assert.That(Scanned.Bytes(tar, "model.tar").Dangers(), Is.EqualTo(s_system), $"{tar[0]} {tar[156]} {tar.Length}");
    }

    private static void Retype(byte[] tar, byte type)
    {
        tar[156] = type;
        tar.AsSpan(148, 8).Fill((byte)' ');
        int sum = tar.AsSpan(0, 512).ToArray().Sum(static b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
    }

    // A tar whose end is missing was read as itself again and again.
    [Test]
    public void GivenTarThatIsCutShort_EndsAndIsMalformed()
    {
        byte[] tar = Samples.Tar(("model.bin", ZipBuilder.Torch(Scanned.Benign).ToArray()));
        Assert.That(Scanned.Bytes(tar, "model.tar").Verdict, Is.EqualTo(Verdict.Clean));
        Assert.That(Scanned.Bytes(tar[..700], "model.tar").Verdict, Is.EqualTo(Verdict.Malformed));
    }

    [Test]
    public void GivenTarsInsideOfTars_TheStackIsNotUsedUp()
    {
        byte[] tar = Samples.Tar(("x", Scanned.Evil));
        for (int i = 0; i < 300; i++) tar = Samples.Tar(("x", tar));
        ScanReport report = Scanned.Bytes(tar, "model.tar");
        Assert.That((report.Complete, report.Ids()), Is.EqualTo((false, new[] { DiagnosticId.NotScanned })));
    }

    // Each header states all that is left: read naively, the file is read once for each of its records.
    [Test]
    public void GivenRecordsThatOverlap_NotMoreIsReadThanSomeTimesTheFile()
    {
        byte[] Overlap(int records)
        {
            var file = new MemoryStream();
            for (int i = 0; i < records; i++)
                file.Write([.. "PK\x03\x04"u8, 20, 0, 0, 0, 0, 0, .. new byte[8], 0xFF, 0xFF, 0x3F, 0, 0xFF, 0xFF, 0x3F, 0, 1, 0, 0, 0,
                    (byte)'x', (byte)'N', .. new byte[2000]]);
            file.Write(new byte[0x3FFFFF]);
            return file.ToArray();
        }
        ScanReport report = Scanned.Bytes(Overlap(1000), "model.zip");
        Assert.That((report.Complete, report.BytesRead), Is.EqualTo((false, report.BytesRead)));
        Assert.That(report.Ids(), Does.Contain(DiagnosticId.NotScanned));
    }

    // 5,000 records of the directory lead to one that inflates to 5 MB: each is another name for the same bytes.
    [Test]
    public void GivenRecordsThatShareTheirBytes_TheyAreInflatedOnceOrSomeTimesOnly([Values] bool ofOneLength)
    {
        byte[] kernel = new byte[5_000_000];
        byte[] packed = ZipOf(new ZipBuilder.Entry("a", kernel) { Deflate = true });
        // The one record up to its directory; then as many entries as are wanted, all of them for it.
        int directory = packed.AsSpan().LastIndexOf("PK\x01\x02"u8), end = packed.AsSpan().LastIndexOf("PK\x05\x06"u8);
        byte[] entry = packed[directory..(directory + 47)];
        var file = new MemoryStream();
        file.Write(packed, 0, directory);
        for (int i = 0; i < 5000; i++)
        {
            entry[^1] = (byte)('A' + i % 26);
            // Those that end at different places are different bytes: a budget ends that.
            if (!ofOneLength) BitConverter.TryWriteBytes(entry.AsSpan(20), BitConverter.ToInt32(packed, directory + 20) - i % 1000);
            file.Write(entry);
        }
        // An end record: the count twice, the directory's size and its place.
        file.Write([.. "PK\x05\x06"u8, 0, 0, 0, 0, .. BitConverter.GetBytes((short)5000), .. BitConverter.GetBytes((short)5000),
            .. BitConverter.GetBytes(5000 * 47), .. BitConverter.GetBytes(directory), 0, 0]);
        Assert.That(end, Is.GreaterThan(directory));
        ScanReport? report = null;
        Assert.That(Cost.AllocatedBy(() => report = Scanned.Bytes(file.ToArray(), "model.zip")),
            Is.LessThan(ofOneLength ? 64L << 20 : 2L << 30));
        Assert.That((report!.Verdict, report.Complete), Is.EqualTo((Verdict.Suspicious, ofOneLength)));
    }

    [Test]
    public void GivenNothingButSignatures_EndsSoon()
    {
        byte[] noise = [.. Enumerable.Repeat("PK\x03\x04"u8.ToArray(), 500_000).SelectMany(static signature => signature)];
        // Each of the 65,536 that are looked at is tried as compressed data, which takes 100 KB for a moment.
        ScanReport? report = null;
        Assert.That(Cost.AllocatedBy(() => report = Scanned.Bytes(noise, "model.bin")), Is.LessThan(12L << 30));
        Assert.That((report!.Verdict, report.Complete), Is.EqualTo((Verdict.Malformed, false)));
    }

    // Python goes by the directory's method, and reads the record although another one cannot be found.
    [TestCase(12)]
    [TestCase(0)]
    [TestCase(99)]
    public void GivenLocalMethodThatLiesInABrokenArchive_TheRecordIsUnpackedAllTheSame(int method)
    {
        byte[] zip = new ZipBuilder()
            .Add(new ZipBuilder.Entry("archive/data.pkl", Scanned.Evil) { Deflate = true, LocalMethod = (ushort)method })
            .Add(new ZipBuilder.Entry("archive/gone", "x"u8.ToArray()) { HeaderOffset = 1 }).ToArray();
        Assert.That(Scanned.Bytes(zip).Dangers(), Is.EqualTo(s_system));
    }

    private static byte[] ZipOf(ZipBuilder.Entry entry) => new ZipBuilder().Add(entry).ToArray();

    [Test]
    public void GivenRecordInAGapOrBehindCompressedData_IsScanned()
    {
        var hidden = new ZipBuilder.Entry("archive/gone.pkl", Scanned.Evil) { Hidden = true };
        byte[] zip = ZipBuilder.Torch(Scanned.Benign)
            .Add(new ZipBuilder.Entry("archive/pad", new byte[100]) { Hidden = true, LocalSize = 3 }).Add(hidden).ToArray();
        Assert.That(Scanned.Bytes(zip).Dangers(), Is.EqualTo(s_system));
    }

    [Test]
    public void GivenStorageThatIsNamedLikeAnArray_ItIsScannedAsOne()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Storage("FloatStorage", "0.pkl", Scanned.Evil.Length).Stop();
        Assert.That(
            Scanned.Bytes(ZipBuilder.Torch(pickle).Add("archive/data/0.pkl", Scanned.Evil).ToArray()).Dangers(), Is.EqualTo(s_system));
    }

    [Test]
    public void GivenHeaderThatOnlyPythonReads_ThePickleBehindItIsScanned()
    {
        byte[] header = "{'descr': '|O', 'fortran_order': False, 'sh\\x61pe': (1,), } # comment\n"u8.ToArray();
        Assert.That(Scanned.Bytes([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. Scanned.Evil], "x.npy").Dangers(),
            Is.EqualTo(s_system));
    }

    [Test]
    public void GivenOtherJoblibRecords_ObjectsInFieldsMakeAPickle()
    {
        byte[] pickle = PickleBuilder.Protocol(4).Global("joblib.numpy_pickle", "NumpyArrayWrapper").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Mark()
            .Text("shape").Ints(1).Text("dtype").Global("numpy", "dtype").Mark().Text("V8").Op(PickleOpcode.NewFalse)
            .Op(PickleOpcode.NewTrue).Tuple().Reduce()
            .Mark().Int(3).Text("|").Op(PickleOpcode.None).Mark().Text("f").Tuple()
            .EmptyDict().Mark().Text("f").Mark().Global("numpy", "dtype").Mark().Text("O8").Op(PickleOpcode.NewFalse)
            .Op(PickleOpcode.NewTrue).Tuple().Reduce().Int(0).Tuple().SetItems()
            .Int(8).Int(1).Int(63).Tuple().Op(PickleOpcode.Build).SetItems().Op(PickleOpcode.Build).ToArray();
        Assert.That(Scanned.Bytes([.. pickle, .. Scanned.Evil, (byte)PickleOpcode.Stop], "model.joblib").Dangers(),
            Does.Contain("posix.system"));
    }

    [Test]
    public void GivenItemsAppendedToAnObjectThatIsNoList_IsSuspicious()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Global("argparse", "Namespace").EmptyTuple().Reduce().EmptyDict().Text("append")
            .Global("uuid", "UUID").Op(PickleOpcode.SetItem).Op(PickleOpcode.Build).Text("x").Op(PickleOpcode.Append).Stop();
        ScanReport report = Scanned.Bytes(pickle, "model.pkl");
        Assert.That((report.Verdict, report.Ids().Contains(DiagnosticId.ComputedCall)), Is.EqualTo((Verdict.Suspicious, true)));
    }

    [Test]
    public void GivenStateForWhatOthersHoldToo_IsReported()
    {
        byte[] identity = PickleBuilder.Protocol(2).Global("numpy.core.multiarray", "scalar").Global("numpy", "dtype").Mark().Text("O8")
            .Op(PickleOpcode.NewFalse).Op(PickleOpcode.NewTrue).Tuple().Reduce()
            .Global("argparse", "Namespace").Op(PickleOpcode.Tuple2).Reduce().Op(PickleOpcode.None).EmptyDict().Text("x").Int(1)
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.Tuple2).Op(PickleOpcode.Build).Stop();
        Assert.That(Scanned.Bytes(identity, "model.pkl").Ids(), Does.Contain(DiagnosticId.GlobalModified));
    }

    [TestCase("os", "function", Verdict.Dangerous)]
    [TestCase("own.layers", "Net", Verdict.Suspicious)]
    [TestCase("keras.layers", "Dense", Verdict.Clean)]
    public void GivenKerasConfiguration_ModulesThatItImportsAreJudged(string module, string name, Verdict verdict)
    {
        byte[] zip = new ZipBuilder().Add("assets/x", "x")
            .Add("config.json", $"{{\"module\": \"{module}\", \"class_name\": \"{name}\", \"config\": \"system\"}}")
            .Add("model.weights.npz", "x").ToArray();
        Assert.That(Scanned.Bytes(zip, "model.keras").Verdict, Is.EqualTo(verdict));
    }

    [TestCase("\"class_name\" : \"Lambda\"")]
    [TestCase("\"class_name\":\"Lambd\\u0061\"")]
    public void GivenLambdaSpelledOtherwise_IsFoundInHdf5(string text)
    {
        byte[] file = [.. new byte[512], 0x89, .. "HDF\r\n\x1a\n"u8, .. Encoding.ASCII.GetBytes("{" + text + "}"), .. new byte[64]];
        Assert.That(Scanned.Bytes(file, "model.h5").Verdict, Is.EqualTo(Verdict.Suspicious));
    }

    // What a scan did not read it does not know again: two files of the same kind have two ids.
    [Test]
    public void GivenOtherContent_ScanIdIsAnother()
    {
        foreach (var (first, second) in ((byte[], byte[])[])[("{\"a\":1}"u8.ToArray(), "{\"a\":2}"u8.ToArray()),
            ([0xFD, .. "7zXZ"u8, 0, 1, .. new byte[99]], [0xFD, .. "7zXZ"u8, 0, 1, .. new byte[98], 1])])
            Assert.That(Scanned.Bytes(first, "config.json").ScanId, Is.Not.EqualTo(Scanned.Bytes(second, "config.json").ScanId));
    }

    // PyTorch's old reader unpacks members as tarfile does, holes and all: the packed bytes are not what is unpickled.
    [Test]
    public void GivenSparseTarMember_IsNotComplete()
    {
        byte[] tar = Samples.Tar(("PaxHeader/x", Encoding.ASCII.GetBytes("25 GNU.sparse.map=0,2,9,1\n")), ("pickle", Scanned.Benign));
        Retype(tar, (byte)'x');
        Assert.That(Scanned.Bytes(tar, "model.tar").Complete, Is.False);
    }

    [TestCase("__setstate__")]
    [TestCase("__class__")]
    public void GivenStateThatPythonCallsByItself_IsSuspicious(string hook)
    {
        byte[] pickle = PickleBuilder.Protocol(2).Global("argparse", "Namespace").EmptyTuple().Reduce().EmptyDict().Text(hook)
            .Global("uuid", "UUID").Op(PickleOpcode.SetItem).Op(PickleOpcode.Build).Stop();
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Ids(), Does.Contain(DiagnosticId.ComputedCall));
    }

    // _rebuild_from_type_v2(_rebuild_from_type_v2, type, (class, type, arguments, state), state) calls the class.
    [Test]
    public void GivenCallerInsideOfACaller_WhatItCallsIsJudged()
    {
        PickleBuilder Values(PickleBuilder pickle, Action<PickleBuilder> function)
        {
            pickle.Mark();
            function(pickle);
            return pickle.Global("torch", "Tensor");
        }
        PickleBuilder outer = PickleBuilder.Protocol(2).Global("torch._tensor", "_rebuild_from_type_v2");
        Values(outer, static pickle => pickle.Global("torch._tensor", "_rebuild_from_type_v2"));
        Values(outer, static pickle => pickle.Global("torch.nn.modules.linear", "Linear")).EmptyTuple().EmptyDict().Tuple().EmptyDict()
            .Tuple().Reduce();
        Assert.That(Scanned.Bytes(outer.Stop(), "model.pkl").Ids(), Does.Contain(DiagnosticId.UnexpectedUse));
    }

    [Test]
    public void GivenSeveralDumpsOfOnePickler_TheyAreNoFault()
    {
        byte[] first = PickleBuilder.Protocol(4).ShortText("weights").Op(PickleOpcode.Memoize).Stop(),
            second = PickleBuilder.Protocol(4).Op(PickleOpcode.BinGet, [0]).Stop();
        ScanReport report = Scanned.Bytes([.. first, .. second, .. second], "model.pkl");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    [TestCase("0\0x")]
    [TestCase("+0")]
    public void GivenIndexAsOnlyCReadsIt_ItsEntryIsFound(string index)
    {
        byte[] pickle = PickleBuilder.Protocol(4).ShortText("posix").Line(PickleOpcode.Put, index).Op(PickleOpcode.Pop)
            .Op(PickleOpcode.BinGet, [0]).ShortText("system").Op(PickleOpcode.StackGlobal).Stop();
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Dangers(), Is.EqualTo(s_system));
    }

    [Test]
    public void GivenTarThatIsNoneOfPyTorchs_LinksAndLongNamesAreNoFault()
    {
        var bytes = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(bytes, System.Formats.Tar.TarEntryFormat.Gnu, leaveOpen: true))
        {
            tar.WriteEntry(new System.Formats.Tar.GnuTarEntry(System.Formats.Tar.TarEntryType.RegularFile,
                new string('n', 150) + ".txt") { DataStream = new MemoryStream("text"u8.ToArray()) });
            tar.WriteEntry(new System.Formats.Tar.GnuTarEntry(System.Formats.Tar.TarEntryType.SymbolicLink, "link") { LinkName =
                "target" });
        }
        ScanReport report = Scanned.Bytes(bytes.ToArray(), "all.tar");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    // Who unpickles from the stream runs the payload before the bomb is all there.
    [Test]
    public void GivenPayloadBeforeABomb_IsFound()
    {
        byte[] bomb = [.. Scanned.Evil, .. new byte[60 << 20]];
        ScanReport report = Scanned.Bytes(Gzip(bomb), "model.pkl.gz");
        Assert.That((report.Dangers(), report.Complete), Is.EqualTo((s_system, false)));
        byte[] zip = new ZipBuilder().Add(new ZipBuilder.Entry("bomb", new byte[60 << 20]) { Deflate = true })
            .Add("archive/data.pkl", Scanned.Evil).ToArray();
        Assert.That(Scanned.Bytes(zip[..zip.AsSpan().IndexOf("PK\x01\x02"u8)], "model.zip").Dangers(), Is.EqualTo(s_system));
    }

    // Chains of callers, named again and again for five bytes each.
    [Test]
    public void GivenLongChainOfCallers_CostGrowsWithTheFileAlone()
    {
        static byte[] Chain(int length)
        {
            PickleBuilder pickle = PickleBuilder.Protocol(2).Global("torch._tensor", "_rebuild_from_type_v2").Put(0)
                .Global("torch", "Tensor").Put(1).EmptyTuple().Put(2);
            for (int i = 0; i < length; i++) pickle.Get(0).Get(1).Get(2).Op(PickleOpcode.Tuple3).Put(2);
            for (int i = 0; i < length; i++) pickle.Get(0).Get(2).Reduce();
            return pickle.Stop();
        }
        byte[] small = Chain(2_000), large = Chain(16_000);
        Assert.That(Scanned.Bytes(large, "model.pkl").Ids(), Does.Contain(DiagnosticId.ComputedCall));
        TimeSpan one = Cost.FastestOf(3, () => Scanned.Bytes(small, "model.pkl")),
            eight = Cost.FastestOf(3, () => Scanned.Bytes(large, "model.pkl"));
        Assert.That(eight / one, Is.LessThan(32));
    }

    // What stands there is no member, and no loader of the format unpickles it: bytes that are no pickle are no fault.
    [Test]
    public void GivenAnyByteBehindAMemberOfPyTorch_IsClean()
    {
        byte[] none = PickleBuilder.Protocol(2).Int(0).Stop(), views = PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop();
        byte[] tar = Samples.Tar(("storages", [.. none, .. views]), ("tensors", none), ("pickle", Scanned.Benign));
        Assert.That(Scanned.Bytes(tar, "model.tar").Verdict, Is.EqualTo(Verdict.Clean));
        ".1"u8.CopyTo(tar.AsSpan(512 + 100));
        ScanReport report = Scanned.Bytes(tar, "model.tar");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    // The last block of a member is filled with zeros, and so is that of a header that has text.
    [TestCase(false)]
    [TestCase(true)]
    public void GivenPickleBehindATarMember_IsFound(bool isHeader)
    {
        byte[] text = Encoding.ASCII.GetBytes("18 comment=nothing\n");
        byte[] tar = Samples.Tar(("PaxHeader/x", text), ("readme.txt", "x"u8.ToArray()));
        Scanned.Evil.CopyTo(tar, 512 + 100);
        if (isHeader) Retype(tar, (byte)'x');
        ScanReport report = Scanned.Bytes(tar, "model.tar");
        Assert.That((report.Dangers(), report.Complete), Is.EqualTo((s_system, true)));
    }

    [Test]
    public void GivenPaxHeaderLongerThanWhatIsRead_IsNotComplete()
    {
        byte[] tar = Samples.Tar(("PaxHeader/x",
            Encoding.ASCII.GetBytes("70000 comment=" + new string('x', 70_000) + "\n25 GNU.sparse.map=0,2,9,1\n")),
            ("pickle", Scanned.Benign));
        Retype(tar, (byte)'x');
        Assert.That(Scanned.Bytes(tar, "model.tar").Complete, Is.False);
    }
}
