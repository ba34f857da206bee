using SafeLoad.Diagnostics;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Tests.Scanning;

/// <summary>What a reading gathers, and what several of the same bytes mean together.</summary>
public sealed class ReadingBuilderTests
{
    private static Finding Found(Verdict verdict, string message = "m", string? record = null) =>
        new(DiagnosticId.NotScanned, verdict, message, new CheckpointLocation("f", record));

    private static Reading Of(params Verdict[] verdicts)
    {
        var reading = new ReadingBuilder(record: null);
        foreach (Verdict verdict in verdicts) reading.Add(Found(verdict, verdict.ToString()));
        return reading.ToReading();
    }

    private static PickleReading Pickle(params Verdict[] verdicts) => new(Of(verdicts), default, 0, Break: null);

    private static PickleReading Broken() => Pickle() with { Break = Cut("f") };

    private static MalformedCheckpointException Cut(string file, string? record = null) =>
        new(new Diagnostic(DiagnosticId.PickleTruncated, "cut", new CheckpointLocation(file, record, 5)));

    private static Verdict[] VerdictsOf(IEnumerable<Reading> readings) =>
        [.. readings.SelectMany(static reading => reading.Findings).Select(static finding => finding.Verdict).Distinct().Order()];

    [Test]
    public void GivenTheSameFactTwice_IsOneFinding()
    {
        var reading = new ReadingBuilder(record: null);
        reading.Add(Found(Verdict.Clean));
        reading.Add(Found(Verdict.Clean, record: "other"));
        reading.Add(reading.ToReading());
        Assert.That(reading.ToReading().Findings, Has.Count.EqualTo(2));
    }

    [Test]
    public void GivenWhatIsAddedLater_AReadingStaysAsItWas()
    {
        var reading = new ReadingBuilder(record: null);
        Reading before = reading.ToReading();
        reading.Add(Found(Verdict.Dangerous));
        reading.NotScanned("x", new CheckpointLocation("f"));
        Assert.That((before.Findings.Count, before.NotChecked.Count, before.Worst), Is.EqualTo((0, 0, Verdict.Clean)));
        Reading after = reading.ToReading();
        Assert.That((after.Findings.Count, after.NotChecked.Count, after.Worst), Is.EqualTo((2, 1, Verdict.Dangerous)));
    }

    // Readers of containers name what is inside of theirs alone.
    [TestCase(null, null, null)]
    [TestCase(null, "data.pkl", "data.pkl")]
    [TestCase("a.zip", null, "a.zip")]
    [TestCase("a.zip", "data.pkl", "a.zip!data.pkl")]
    [TestCase("a.zip", "a.zip!data.pkl", "a.zip!data.pkl")]
    [TestCase("a.zip", "a.zip", "a.zip")]
    [TestCase("a.zip", "a.zip2", "a.zip!a.zip2")]
    public void GivenErrorInAPart_ItsPlaceHasEveryShell(string? part, string? place, string? expected)
    {
        var reading = new ReadingBuilder(part);
        reading.Add(Cut("f", place));
        Assert.That(reading.ToReading().Findings.Single().Location, Is.EqualTo(new CheckpointLocation("f", expected, 5)));
    }

    // A false step counts if it is one with each memo; what is suspicious counts with any.
    [Test]
    public void GivenTwoMemos_FaultsOfOneAreNoneAndSuspicionsOfAnyCount(
        [Values] bool ownFault, [Values] bool sharedFault, [Values] bool ownBad, [Values] bool sharedBad)
    {
        PickleReading own = Pickle(Verdicts(ownFault, ownBad));
        PickleReading shared = Pickle(Verdicts(sharedFault, sharedBad));
        Assert.That(VerdictsOf(Readings.OfMemos(own, shared)), Is.EqualTo(Verdicts(ownFault && sharedFault, ownBad || sharedBad)));
        Assert.That(VerdictsOf(Readings.OfTail(own, shared)), Is.EqualTo(Verdicts(false, ownBad || sharedBad)));

        static Verdict[] Verdicts(bool fault, bool bad) => fault
            ? bad ? [Verdict.Malformed, Verdict.Suspicious] : [Verdict.Malformed]
            : bad ? [Verdict.Suspicious] : [];
    }

    [Test]
    public void GivenBreakWithTheSharedMemo_FaultsOfTheOtherStay() =>
        Assert.That(VerdictsOf(Readings.OfMemos(Pickle(Verdict.Malformed), Broken())),
            Is.EqualTo(new[] { Verdict.Malformed }));

    [Test]
    public void GivenZipInside_ItsOwnFaultsCountAtTheEndAlone([Values] Verdict worst, [Values] bool isAtEnd)
    {
        Reading kept = Readings.OfZipInside(Of(worst), isAtEnd);
        Assert.That(kept.Findings.Count, Is.EqualTo(isAtEnd || worst != Verdict.Malformed ? 1 : 0));
    }

    [TestCase(Verdict.Clean, false, false, ExpectedResult = true)]
    [TestCase(Verdict.Suspicious, false, false, ExpectedResult = true)]
    [TestCase(Verdict.Dangerous, false, false, ExpectedResult = false)]
    [TestCase(Verdict.Malformed, true, false, ExpectedResult = true)]
    [TestCase(Verdict.Suspicious, true, false, ExpectedResult = false)]
    [TestCase(Verdict.Clean, false, true, ExpectedResult = false)]
    [TestCase(Verdict.Malformed, false, true, ExpectedResult = true)]
    [TestCase(Verdict.Malformed, true, true, ExpectedResult = false)]
    [TestCase(Verdict.Suspicious, false, true, ExpectedResult = false)]
    public bool GivenPicklesWhereNoneIsExpected_AreThereByChanceOrNot(Verdict worst, bool hasProtocol, bool comesToStop) =>
        Readings.IsChance(worst, hasProtocol, comesToStop);

    [Test]
    public void GivenVerdict_LeavesWhatIsAsBadWithItsNames([Values] Verdict least)
    {
        var reading = new ReadingBuilder(record: null);
        foreach (Verdict verdict in Enum.GetValues<Verdict>()) reading.Add(Found(verdict, verdict.ToString()));
        foreach (GlobalJudgement judgement in Enum.GetValues<GlobalJudgement>())
            reading.Name(new NamedGlobal("m", judgement.ToString(), judgement, new CheckpointLocation("f")));
        Reading left = reading.ToReading().AtLeast(least);
        Assert.That(left.Findings.Select(static finding => finding.Verdict),
            Is.EqualTo(Enum.GetValues<Verdict>().Where(verdict => verdict >= least)));
        int names = least switch { Verdict.Dangerous => 1, Verdict.Clean => 4, _ => 2 };
        Assert.That(left.Globals, Has.Count.EqualTo(names));
    }
}
