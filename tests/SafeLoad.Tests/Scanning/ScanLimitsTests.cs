using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

public sealed class ScanLimitsTests
{
    private static readonly byte[] s_dangerous = PickleBuilder.Protocol(2).Global("os", "system").Mark().Text("x").Tuple().Reduce().Stop();

    private static IEnumerable<TestCaseData> Hit() =>
    [
        new(new ScanOptions { Timeout = TimeSpan.FromTicks(1) }, DiagnosticId.TimeExceeded),
        new(new ScanOptions { MaxMemory = 1 }, DiagnosticId.MemoryExceeded),
        new(new ScanOptions { MaxFileSize = 1 }, DiagnosticId.FileTooLarge),
    ];

    // One finding, however many records are left: who stops does not go on with the next one.
    [TestCaseSource(nameof(Hit))]
    public void GivenLimitThatIsHit_TheScanIsIncompleteWithOneFinding(ScanOptions options, DiagnosticId id)
    {
        ZipBuilder zip = ZipBuilder.Torch(s_dangerous);
        for (int i = 0; i < 50; i++) zip.Add($"archive/more{i}.pkl", s_dangerous);
        ScanReport report = Scanner.Scan(new MemoryByteSource(zip.ToArray()), options);
        Assert.Multiple(() =>
        {
            Assert.That(report.Complete, Is.False);
            Assert.That(report.Findings.Select(static finding => finding.Id), Is.EqualTo(new[] { id }));
        });
    }

    [Test]
    public void GivenLimitsThatAreNotHit_TheReportIsTheSame()
    {
        var source = new MemoryByteSource(s_dangerous);
        ScanReport report = Scanner.Scan(source,
            new ScanOptions { Timeout = TimeSpan.FromHours(1), MaxMemory = long.MaxValue, MaxFileSize = s_dangerous.Length });
        Assert.That((report.Verdict, report.Complete, report.ScanId), Is.EqualTo((Verdict.Dangerous, true, Scanner.Scan(source).ScanId)));
    }

    [Test]
    public void GivenCancellation_Throws() =>
        Assert.That(static () => Scanner.Scan(new MemoryByteSource(s_dangerous), null, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

    // The first opcodes cancel; what comes behind is longer than the machine goes without asking.
    [Test]
    public void GivenCancellationInsideOfALongPickle_ActsBeforeItsEnd()
    {
        using var cancellation = new CancellationTokenSource();
        PickleBuilder builder = PickleBuilder.Protocol(2).Text("id").Op(PickleOpcode.BinPersId);
        byte[] pickle = [.. builder.ToArray(), .. Enumerable.Repeat((byte)PickleOpcode.EmptyTuple, 3 << 20), (byte)PickleOpcode.Stop];
        var budget = new Budget(CheckpointLimits.Default, new Watch(null, null, cancellation.Token));
        var host = new NameRecorder(null, _ => cancellation.Cancel());
        Assert.That(() => PickleMachine.Run(new PickleData(pickle, 0, pickle.Length, 0, null, null), host, budget, out _),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(1 << 20)]
    [TestCase((2 << 20) + 5)]
    public void GivenPickleOfJustAsManyOpcodesAsAllowed_IsReadAndOneMoreIsNot(int opcodes)
    {
        byte[] pickle = [.. Enumerable.Repeat((byte)PickleOpcode.None, opcodes - 1), (byte)PickleOpcode.Stop];
        Assert.Multiple(() =>
        {
            Assert.That(() => Run(pickle, opcodes), Throws.Nothing);
            Assert.That(() => Run(pickle, opcodes - 1),
                Throws.InstanceOf<LimitExceededException>().With.Property("Id").EqualTo(DiagnosticId.TooManyOpcodes));
        });
    }

    [TestCase("os", "system", GlobalJudgement.Dangerous)]
    [TestCase("collections", "OrderedDict", GlobalJudgement.Allowed)]
    [TestCase("some.package", "Thing", GlobalJudgement.Unknown)]
    public void GivenName_IsJudgedAsInAScan(string module, string name, GlobalJudgement judgement) =>
        Assert.That(Scanner.Judge(module, name), Is.EqualTo(judgement));

    private static void Run(byte[] pickle, long opcodes) =>
        PickleMachine.Run(new PickleData(pickle, 0, pickle.Length, 0, null, null), new NameRecorder(null, static _ => { }),
            new Budget(CheckpointLimits.Default with { MaxOpcodes = opcodes }), out _);

    // CPython resolves a dotted name of any length, attribute by attribute.
    [TestCase("os", "path.os.", "system")]
    [TestCase("collections", "a.", "os.system")]
    public void GivenNameBeyondTheLimit_ItsBeginningAndItsEndAreJudged(string module, string middle, string end)
    {
        string name = string.Concat(Enumerable.Repeat(middle, 3_000)) + end;
        byte[] pickle = PickleBuilder.Protocol(4).Text(module).Text(name).Op(PickleOpcode.StackGlobal).Text("true").Op(PickleOpcode.Tuple1)
            .Reduce().Stop();
        ScanReport report = Scanned.Bytes(pickle, "model.pkl");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Dangerous, false)));
        Assert.That(report.Findings.Select(static finding => finding.Id), Does.Contain(DiagnosticId.NameTooLong));
        Refusal.Of<LimitExceededException>(pickle, DiagnosticId.NameTooLong);
    }

    [Test]
    public void GivenMoreNamesThanAnyoneReads_AllAreListedAndTheWorstIsSaid()
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2);
        for (int i = 0; i < 10_001; i++) pickle.Global("made.up", FormattableString.Invariant($"name{i}")).Op(PickleOpcode.Pop);
        ScanReport report = Scanned.Bytes(pickle.Global("os", "system").Op(PickleOpcode.None).Stop(), "model.pkl");
        Assert.That((report.Verdict, report.Globals.Count, report.Complete), Is.EqualTo((Verdict.Dangerous, 10_002, true)));
        Assert.That(report.Findings, Has.Count.EqualTo(10_002));
        Assert.That(report.Findings[^1].Message, Does.StartWith("more names that are dangerous"));
    }

    // What was harmless when it was set first can be filled and set again.
    [Test]
    public void GivenStateThatGrowsBetweenTwoBuilds_ItIsLookedThroughAgain()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Global("collections", "Counter").EmptyTuple().Reduce()
            .EmptyDict().Op(PickleOpcode.BinPut, [1]).ShortText("attribute_map").EmptyDict().Op(PickleOpcode.BinPut, [2])
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build)
            .Op(PickleOpcode.BinGet, [2]).ShortText("__call__").Int(1).Op(PickleOpcode.SetItem).Op(PickleOpcode.Pop)
            .Op(PickleOpcode.BinGet, [1]).Op(PickleOpcode.Build).Stop();
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Findings.Select(static finding => finding.Message),
            Has.Some.Contains("the state sets __call__"));
    }

    [Test]
    public void GivenABudgetMadeAnew_IsWatchedAndHasSpentNothing()
    {
        using var cancellation = new CancellationTokenSource();
        var budget = new Budget(CheckpointLimits.Default with { MaxOpcodes = 5 }, new Watch(null, null, cancellation.Token));
        budget.ChargeOpcodes(5);
        Assert.That(() => budget.GrantOpcodes(default), Throws.InstanceOf<LimitExceededException>());
        Assert.That(budget.Anew().GrantOpcodes(default), Is.EqualTo(5));
        Assert.That(budget.IsUp, Is.False);
        cancellation.Cancel();
        Assert.That(budget.IsUp, Is.True);
        foreach (Budget other in (Budget[])[budget.Anew(), budget.ForValues()])
            Assert.That(() => other.Watch(default), Throws.InstanceOf<OperationCanceledException>());
    }
}
