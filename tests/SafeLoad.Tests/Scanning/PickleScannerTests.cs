using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

public sealed class PickleScannerTests
{
    // The name that they go by counts as a file's own does.
    [TestCase(null, Verdict.Clean)]
    [TestCase("readme.txt", Verdict.Clean)]
    [TestCase("model.pt", Verdict.Malformed)]
    public void GivenBytesInMemory_TheyAreScannedUnderTheirName(string? name, Verdict verdict)
    {
        ScanReport report = Scanner.Scan("a text, and no weights"u8.ToArray(), new ScanOptions { FileName = name });
        Assert.That((report.Path, report.Size, report.Verdict), Is.EqualTo((name ?? "", 22, verdict)));
    }

    [Test]
    public void GivenCallOfADangerousGlobal_NamesItWithItsPlace()
    {
        ScanReport report = Scanned.Bytes(Scanned.Evil);
        Finding finding = report.Findings.Single(static finding => finding.Id == DiagnosticId.DangerousGlobal);
        Assert.That((report.Verdict, report.Complete, finding.Severity), Is.EqualTo((Verdict.Dangerous, true, Severity.Error)));
        Assert.That((finding.Global, finding.Location.Offset, finding.Location.Opcode), Is.EqualTo(("posix.system", (long?)2, "GLOBAL")));
    }

    [Test]
    public void GivenPayloadThenBreak_CountsAsIfThereWereNone()
    {
        byte[] bytes = [.. Scanned.Evil[..^1], 0xFF, 0xFF];
        Assert.That(Scanned.Bytes(bytes).Dangers(), Is.EqualTo(new[] { "posix.system" }));
    }

    [Test]
    public void GivenBreakThenNames_SweepFindsThem([Values(0, 5000, 3_000_000)] int distance)
    {
        byte[] lines = new PickleBuilder().Global("nt", "system").ToArray(),
            stack = new PickleBuilder().ShortText("runpy").Op(PickleOpcode.Memoize).ShortText("run_path").Op(PickleOpcode.BinPut, [3])
                .Op(PickleOpcode.StackGlobal).ToArray();
        byte[] text = new PickleBuilder().Text("ctypes").Text("CDLL").Op(PickleOpcode.StackGlobal).ToArray();
        byte[] bytes = [.. PickleBuilder.Protocol(2).EmptyDict().ToArray(), 0xFF, .. new byte[distance], .. lines, .. new byte[2000],
            .. stack, .. text];
        ScanReport report = Scanned.Bytes(bytes);
        Assert.That(report.Dangers(), Is.EquivalentTo(new[] { "nt.system", "runpy.run_path", "ctypes.CDLL" }));
    }

    [Test]
    public void GivenSecondPickle_ItIsScannedToo() =>
        Assert.That(Scanned.Bytes([.. Scanned.Benign, .. Scanned.Evil]).Dangers(), Is.EqualTo(new[] { "posix.system" }));

    // One Unpickler that loads twice keeps its memo; two of them do not.
    // Entry 0 is 'os' in the first pickle and a harmless module in the second.
    [Test]
    public void GivenMemoOfAnEarlierPickle_BothReadingsCount()
    {
        byte[] first = PickleBuilder.Protocol(4).ShortText("os").Op(PickleOpcode.Memoize).Stop();
        byte[] second = PickleBuilder.Protocol(4).ShortText("collections").Op(PickleOpcode.Memoize).Op(PickleOpcode.Pop)
            .Op(PickleOpcode.BinGet, [0]).ShortText("OrderedDict").Op(PickleOpcode.StackGlobal).Stop();
        ScanReport report = Scanned.Bytes([.. first, .. second]);
        Assert.That(report.Globals.Select(static global => global.Module), Is.EquivalentTo(new[] { "collections", "os" }));
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Dangerous));
    }

    [Test]
    public void GivenTextBehindThePickle_IsDataAfterTheEnd()
    {
        ScanReport report = Scanned.Bytes([.. Scanned.Benign, .. "and so on"u8]);
        Assert.That((report.Verdict, report.Ids()), Is.EqualTo((Verdict.Suspicious, new[] { DiagnosticId.TrailingData })));
    }

    [Test]
    public void GivenBrokenPickle_IsMalformed() =>
        Assert.That(Scanned.Bytes(PickleBuilder.Protocol(2).Op(PickleOpcode.Append).Stop()).Verdict, Is.EqualTo(Verdict.Malformed));

    // Protocol 0 has no magic: a text is no pickle, and a name in its first lines is chance.
    [Test]
    public void GivenTextThatBeginsLikeAGlobal_IsClean()
    {
        ScanReport report = Scanned.Bytes("clear\nskies\nand more of the same, for some lines\n"u8.ToArray(), "notes.txt");
        Assert.That((report.Verdict, report.Format, report.Globals.Count), Is.EqualTo((Verdict.Clean, CheckpointFormat.Other, 0)));
    }

    [Test]
    public void GivenTextThatARealUnpicklerWouldRun_IsDangerous() =>
        Assert.That(Scanned.Bytes("cposix\nsystem\n(S'true'\ntR and then it breaks"u8.ToArray(), "notes.txt").Dangers(),
            Is.EqualTo(new[] { "posix.system" }));

    [Test]
    public void GivenModuleAsPersistentId_ItsClassIsUsedAndNotACallOfACall()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Mark().Text("module").Global("own.models", "Net").Text("net.py").Text("class Net: pass")
            .Tuple().Op(PickleOpcode.BinPersId).EmptyTuple().Op(PickleOpcode.NewObj).Stop();
        Assert.That(Scanned.Bytes(pickle).Ids(), Does.Contain(DiagnosticId.UnknownGlobal).And.Not.Contain(DiagnosticId.ComputedCall));
    }
}
