using SafeLoad.Cli.Policies;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests.Policies;

public sealed class BaselineTests
{
    private static readonly byte[] s_suspicious = CliSamples.Call("some.package", "Thing"), s_dangerous = CliSamples.Call("os", "system");

    // The same global in other content.
    private static readonly byte[] s_suspiciousElsewhere =
        PickleBuilder.Protocol(2).Global("some.package", "Thing").Mark().Text("another").Tuple().Reduce().Stop();
    private static readonly byte[] s_dangerousElsewhere =
        PickleBuilder.Protocol(2).Global("os", "system").Mark().Text("another").Tuple().Reduce().Stop();

    [TestCase(nameof(s_suspicious), nameof(s_suspicious), 0)]
    [TestCase(nameof(s_dangerous), nameof(s_dangerous), 0)]
    [TestCase(nameof(s_suspicious), nameof(s_suspiciousElsewhere), 0)]
    [TestCase(nameof(s_dangerous), nameof(s_dangerousElsewhere), 1)]
    [TestCase(nameof(s_suspicious), nameof(s_dangerous), 1)]
    [TestCase(nameof(s_dangerous), nameof(s_suspicious), 1)]
    public void GivenBaselineOfOneFile_OnlyWhatIsNewInAnotherCounts(string known, string scanned, int code)
    {
        using var folder = new TemporaryFolder();
        string baseline = Path.Combine(folder.Root, "baseline.json");
        CommandResult.Of("scan", "--write-baseline", baseline, folder.Write("old/a.pkl", Bytes(known)));
        Assert.That(CommandResult.Of("scan", "--baseline", baseline, folder.Write("new/b.pkl", Bytes(scanned))).Code, Is.EqualTo(code));
    }

    [Test]
    public void GivenBreakInTheBaseline_IsKnownInThatContentAloneAndIncompletenessStays()
    {
        using var folder = new TemporaryFolder();
        string baseline = Path.Combine(folder.Root, "baseline.json"), cut = folder.Write("a.pkl", CliSamples.CutShort()),
            incomplete = folder.Write("c.pt", CliSamples.Incomplete());
        string otherCut = folder.Write("b.pkl", PickleBuilder.Protocol(2).EmptyTuple().Mark().ToArray());
        CommandResult.Of("scan", "--write-baseline", baseline, cut, incomplete);
        Assert.Multiple(() =>
        {
            Assert.That(CommandResult.Of("scan", "--baseline", baseline, cut).Code, Is.Zero);
            Assert.That(CommandResult.Of("scan", "--baseline", baseline, otherCut).Code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(CommandResult.Of("scan", "--baseline", baseline, incomplete).Code, Is.EqualTo(ExitCode.NotAnswered));
        });
    }

    [Test]
    public void GivenTheSameFilesInAnotherOrderAndPlace_TheBaselineIsTheSame()
    {
        using var folder = new TemporaryFolder();
        string one = Path.Combine(folder.Root, "1.json"), two = Path.Combine(folder.Root, "2.json");
        CommandResult.Of("scan", "--write-baseline", one, folder.Write("x/a.pkl", s_suspicious), folder.Write("x/b.pkl", s_dangerous));
        CommandResult.Of("scan", "--write-baseline", two, folder.Write("y/c.pkl", s_dangerous), folder.Write("y/d.pkl", s_suspicious),
            folder.Write("y/e.pkl", s_suspicious));
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(two), Is.EqualTo(File.ReadAllText(one)));
            Assert.That(File.ReadAllLines(one), Has.Length.EqualTo(4));
            Assert.That(Directory.GetFiles(folder.Root), Has.Length.EqualTo(2), "nothing temporary is left");
        });
    }

    [Test]
    public void GivenBaselineThatIsWrittenAgainWithItself_KeepsWhatIsKnown()
    {
        using var folder = new TemporaryFolder();
        string baseline = Path.Combine(folder.Root, "baseline.json"), file = folder.Write("a.pkl", s_dangerous);
        CommandResult.Of("scan", "--write-baseline", baseline, file);
        string before = File.ReadAllText(baseline);
        int code = CommandResult.Of("scan", "--baseline", baseline, "--write-baseline", baseline, file).Code;
        Assert.That((code, File.ReadAllText(baseline)), Is.EqualTo((0, before)));
    }

    [Test]
    public void GivenNameWithQuotesAndControls_IsKnownAgain()
    {
        byte[] pickle =
            PickleBuilder.Protocol(4).ShortText("some.\"pack\\age\n\u00e9\u202e").ShortText("Thing").Op(PickleOpcode.StackGlobal).Stop();
        using var folder = new TemporaryFolder();
        string baseline = Path.Combine(folder.Root, "baseline.json"), file = folder.Write("a.pkl", pickle);
        int before = CommandResult.Of("scan", "--write-baseline", baseline, file).Code;
        Assert.That((before, CommandResult.Of("scan", "--baseline", baseline, file).Code), Is.EqualTo((ExitCode.Refused, ExitCode.Done)));
    }

    [Test]
    public void GivenLoneSurrogate_IsReadAsItWasWritten()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Root, "baseline.json"), id = new('a', 64);
        var finding = new Finding(DiagnosticId.UnknownGlobal, Verdict.Suspicious, "x",
            new CheckpointLocation(null, "\udc00/data.pkl"), "a.\ud800");
        var written = new Baseline();
        written.Add(BaselineEntry.Of(finding, id));
        BaselineFile.Save(written, path);
        Assert.That(BaselineFile.Load(path).Lines(), Is.EqualTo(written.Lines()));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("{\"schema\":\"safeload.baseline/2\",\"entries\":[]}")]
    [TestCase("{\"schema\":\"safeload.baseline/1\"}")]
    [TestCase("{\"schema\":\"safeload.baseline/1\",\"entries\":[1]}")]
    [TestCase("{\"schema\":\"safeload.baseline/1\",\"entries\":[{}]}")]
    [TestCase("{\"schema\":\"safeload.baseline/1\",\"entries\":[{\"scan_id\":\"00\",\"rule\":\"SL2002\"}]}")]
    [TestCase("{\"schema\":\"safeload.baseline/1\",\"entries\":[{\"scan_id\":{},\"rule\":\"SL2002\"}]}")]
    [TestCase("{\"schema\":\"safeload.baseline/1\",\"entries\":[],\"more\":1}")]
    [TestCase("{\"schema\":\"safeload.baseline/1\",\"entries\":[]} x")]
    public void GivenWhatIsNoBaseline_IsAUsageError(string text)
    {
        using var folder = new TemporaryFolder();
        CommandResult result = CommandResult.Of("scan", "--baseline", folder.Write("baseline.json", text), "fixtures");
        Assert.That((result.Code, result.Output), Is.EqualTo((ExitCode.Usage, "")), result.Error);
    }

    [Test]
    public void GivenFolderThatIsNotThere_TheBaselineCannotBeWritten() =>
        Assert.That(CommandResult.Of("scan", "--write-baseline", "no/such/folder/baseline.json", "fixtures/torch-2.11/edge/plain.pt").Code,
            Is.EqualTo(ExitCode.NotAnswered));

    private static byte[] Bytes(string name) => name switch
    {
        nameof(s_suspicious) => s_suspicious,
        nameof(s_dangerous) => s_dangerous,
        nameof(s_suspiciousElsewhere) => s_suspiciousElsewhere,
        _ => s_dangerousElsewhere,
    };
}
