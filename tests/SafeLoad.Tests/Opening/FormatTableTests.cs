using SafeLoad.Formats;
using SafeLoad.IO;
using SafeLoad.Opening;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Opening;

/// <summary>What the table says, and that everybody who is asked says the same.</summary>
public sealed class FormatTableTests
{
    private static IEnumerable<TestCaseData> Kinds() =>
        KindSamples.All.Select(static kind => new TestCaseData(kind.Id, kind.Mark.ToString(), kind.File).SetArgDisplayNames(kind.Name));

    private static IEnumerable<TestCaseData> Strangers() =>
        KindSamples.Strangers.Select(static kind => new TestCaseData(kind.Word, kind.File).SetArgDisplayNames(kind.Name));

    [Test]
    public void GivenTheRows_EachIsToldBySomethingAndCalledSomething()
    {
        FormatRow[] rows = [.. FormatTable.Rows, .. FormatTable.ZipRows];
        Assert.That(rows, Has.Length.GreaterThan(100));
        Assert.That(rows.Select(static row => row.Id), Is.All.Match("^[a-z0-9]+$"));
        Assert.That(FormatTable.Rows.Where(static row => row.Signature is null && row.Magics.Length == 0).Select(static row => row.Format),
            Is.EqualTo(new[] { CheckpointFormat.Joblib }), "told by the scan alone");
        Assert.That(FormatTable.ZipRows.Where(static row => row.Records is null), Is.Empty);
        Assert.That(
            rows.Where(static row => row is { Mark: FormatMark.Scanned, Layout: FormatLayout.OpaqueLayout }), Is.Empty, "nobody scans it");
    }

    // A character is a byte, and an empty magic would be that of every file.
    [Test]
    public void GivenTheMagics_EachIsBytes()
    {
        FormatRow[] rows = [.. FormatTable.Rows.Where(static row => row.Magics.Length > 0)];
        Assert.That(rows, Has.Length.GreaterThan(50));
        Assert.That(rows.SelectMany(static row => row.Magics).Where(static magic => magic.Length == 0
            || magic.Any(static character => character > 0xFF)), Is.Empty);
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public void GivenARowWithAMagic_ItsFilesHaveItWhereItStands(int offset, bool isOne)
    {
        var row = new FormatRow(CheckpointFormat.Other, "other", "words") { Magics = ["no", "\u00FFa"], MagicOffset = offset };
        byte[] file = [0xFF, (byte)'a'];
        Assert.That(row.IsAt(new FileHead(file, new MemoryByteSource(file), new CheckpointLimits())), Is.EqualTo(isOne));
        row = row with { Signature = static (in FileHead head) => head.Length > 2 };
        Assert.That(row.IsAt(new FileHead(file, new MemoryByteSource(file), new CheckpointLimits())), Is.False, "the rest must hold too");
    }

    [Test]
    public void GivenTheFormats_EachHasARow() =>
        Assert.That(Enum.GetValues<CheckpointFormat>().Select(static format => FormatTable.Of(format).Format),
            Is.EqualTo(Enum.GetValues<CheckpointFormat>()));

    [Test]
    public void GivenTheKinds_ThereAreAtLeastThirtyOfOtherLibraries() =>
        Assert.That(KindSamples.All.Select(static kind => kind.Id).Distinct().Count(), Is.GreaterThan(30));

    [TestCaseSource(nameof(Kinds))]
    public void GivenAnotherKind_ScanSaysWhatWasLookedAt(string id, string mark, byte[] file)
    {
        ScanReport report = Scanned.Bytes(file, "x");
        Assert.That(report.FormatName, Is.EqualTo(id));
        Assert.That(report.Complete, Is.EqualTo(mark != nameof(FormatMark.NotLookedAt)));
        Assert.That(report.Verdict, Is.LessThan(Verdict.Dangerous));
        if (mark == nameof(FormatMark.HoldsNoProgram)) Assert.That(report.Verdict, Is.EqualTo(Verdict.Clean));
    }

    [TestCaseSource(nameof(Kinds))]
    public void GivenAnotherKind_OpeningCallsItWhatTheScanCallsIt(string id, string mark, byte[] file)
    {
        Assume.That(mark, Is.Not.EqualTo(nameof(FormatMark.Scanned)), id);
        var refusal = Refusal.Of<UnsupportedCheckpointException>(file, DiagnosticId.UnsupportedFormat);
        Assert.That(refusal.Problem, Is.EqualTo("this is " + Detection.Of(file).Describe()));
        string[] said = [.. Scanned.Bytes(file, "x").Findings.Select(static finding => finding.Message)];
        Assert.That(said, Has.Some.Contains(Detection.Of(file).Row.Words));
    }

    [TestCaseSource(nameof(Kinds))]
    public void GivenAnotherKindCutAnywhere_IsToldWithoutAnError(string id, string mark, byte[] file)
    {
        for (int length = 0; length < Math.Min(file.Length, 300); length++)
            Assert.That(() => Scanned.Bytes(file[..length], "x"), Throws.Nothing, $"{id} ({mark}) cut to {length} bytes");
    }

    [TestCaseSource(nameof(Strangers))]
    public void GivenStrangerCutAnywhere_IsToldWithoutAnError(string word, byte[] file)
    {
        for (int length = 0; length < Math.Min(file.Length, 300); length++)
            Assert.That(() => Scanned.Bytes(file[..length], "x"), Throws.Nothing, $"{word} cut to {length} bytes");
    }

    [TestCaseSource(nameof(Strangers))]
    public void GivenStrangerNamedLikeWeights_IsMalformedAndCalledByItsName(string word, byte[] file)
    {
        foreach (string name in (string[])["model.pt", "MODEL.SAFETENSORS", "model.bin", "x.gguf", "half.ckpt.crdownload"])
        {
            ScanReport report = Scanned.Bytes(file, name);
            Assert.That((report.Verdict, report.FormatName), Is.EqualTo((Verdict.Malformed, "other")), name);
            Assert.That(report.Findings[^1].Message, Does.Contain(word), name);
        }
    }

    [TestCaseSource(nameof(Strangers))]
    public void GivenStrangerOfAnotherName_IsClean(string word, byte[] file)
    {
        foreach (string name in (string[])["readme", "picture.xyz", "-"])
        {
            ScanReport report = Scanned.Bytes(file, name);
            Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), word);
        }
    }

    [TestCaseSource(nameof(Strangers))]
    public void GivenStranger_OpeningSaysWhatTheScanSays(string word, byte[] file)
    {
        var refusal = Refusal.Of<UnsupportedCheckpointException>(file, DiagnosticId.UnsupportedFormat);
        Assert.That(refusal.Problem, Does.Contain(word));
        Assert.That(Scanned.Bytes(file, "model.pt").Findings[^1].Message, Is.EqualTo(refusal.Problem));
    }

    [TestCaseSource(nameof(Strangers))]
    public void GivenCheckpointIsExpected_AnythingElseIsMalformed(string word, byte[] file) =>
        Assert.That(Scanned.Bytes(file, "x", new ScanOptions { ExpectsWeights = true }).Verdict,
            Is.EqualTo(Verdict.Malformed), word);

    [Test]
    public void GivenCheckpointIsExpected_OneIsClean([Values] bool isPacked)
    {
        byte[] file = isPacked ? KindSamples.Gzip(Samples.Zip.ToArray()) : Samples.Zip.ToArray();
        Assert.That(Scanned.Bytes(file, "x", new ScanOptions { ExpectsWeights = true }).Verdict,
            Is.EqualTo(Verdict.Clean));
    }

    [Test]
    public void GivenNameThatTheFileWillHave_ItPromises()
    {
        byte[] page = "<!doctype html><html>"u8.ToArray();
        Assert.That(Scanned.Bytes(page, "-").Verdict, Is.EqualTo(Verdict.Clean));
        Assert.That(Scanned.Bytes(page, "-", new ScanOptions { FileName = "model.pt" }).Verdict, Is.EqualTo(Verdict.Malformed));
        Assert.That(Scanned.Bytes(page, "model.pt", new ScanOptions { FileName = "page" }).Verdict, Is.EqualTo(Verdict.Clean));
    }

    [TestCase("openvino_model.bin", Verdict.Clean)]
    [TestCase("model.pt", Verdict.Malformed)]
    [TestCase("model.safetensors", Verdict.Malformed)]
    [TestCase("weights.raw", Verdict.Clean)]
    public void GivenRawNumbers_TheNameSaysWhetherTheyMayBe(string name, Verdict verdict)
    {
        byte[] numbers = [.. Enumerable.Range(0, 300).SelectMany(static i => BitConverter.GetBytes(i * 0.37f - 20))];
        ScanReport report = Scanned.Bytes(numbers, name);
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((verdict, true)));
    }

    [TestCase("x", Verdict.Clean)]
    [TestCase("model.pt", Verdict.Malformed)]
    [TestCase("empty.bin", Verdict.Malformed)]
    public void GivenEmptyFile_TheNameSaysWhetherItMayBe(string name, Verdict verdict) =>
        Assert.That(Scanned.Bytes([], name).Verdict, Is.EqualTo(verdict));

    [Test]
    public void GivenZipCutShort_SaysHowMuchIsMissingAtLeast()
    {
        byte[] whole = new ZipBuilder().Add("archive/data.pkl", new string('x', 1000)).ToArray();
        for (int length = 31; length < whole.Length; length += 50)
        {
            byte[] cut = whole[..length];
            string problem = Refusal.Malformed(cut, DiagnosticId.ZipTruncated).Problem;
            long missing = long.Parse(System.Text.RegularExpressions.Regex.Match(problem,
                "at least ([0-9,]+) bytes").Groups[1].Value.Replace(",", "", StringComparison.Ordinal),
                System.Globalization.CultureInfo.InvariantCulture);
            Assert.That(missing, Is.GreaterThan(0).And.LessThanOrEqualTo(whole.Length - length), problem);
        }
    }

    [Test]
    public void GivenTableOfNames_EveryUseHasOne() => Assert.Multiple(static () =>
    {
        Assert.That(FormatTable.Says("a.PT", EndingUse.Promises | EndingUse.Unpickled), Is.True);
        Assert.That(FormatTable.Says("a.safetensors", EndingUse.Unpickled), Is.False);
        Assert.That(FormatTable.Says("a.bin", EndingUse.Numbers), Is.True);
        Assert.That(FormatTable.Says("a.pt", EndingUse.Numbers), Is.False);
        Assert.That(FormatTable.Says("checkpoint.pth.tar", EndingUse.Opened), Is.True);
        Assert.That(FormatTable.Says("readme.md", (EndingUse)~0), Is.False);
    });
}
