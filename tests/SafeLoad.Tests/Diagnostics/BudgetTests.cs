using SafeLoad.Diagnostics;

namespace SafeLoad.Tests.Diagnostics;

public sealed class BudgetTests
{
    private static readonly CheckpointLocation s_at = new("a.pt", "archive/data.pkl", 16);

    private static IEnumerable<TestCaseData> Checks()
    {
        static TestCaseData Case(string limit, DiagnosticId id, string what, CheckpointLimits limits, Action<Budget, long> check) =>
            new TestCaseData(limit, id, what, limits, check).SetArgDisplayNames(limit);
        yield return Case("MaxPickleBytes", DiagnosticId.PickleTooLarge, "the pickle has 1,001 bytes", new() { MaxPickleBytes = 1000 },
            static (budget, value) => budget.CheckPickleSize(value, s_at));
        yield return Case("MaxStringBytes", DiagnosticId.StringTooLong, "a string has 1,001 bytes", new() { MaxStringBytes = 1000 },
            static (budget, value) => budget.CheckStringBytes(value, s_at));
        yield return Case("MaxIntegerDigits", DiagnosticId.IntegerTooLong, "an integer has 1,001 digits", new() { MaxIntegerDigits = 1000 },
            static (budget, value) => budget.CheckIntegerDigits(value, s_at));
        yield return Case("MaxNameBytes", DiagnosticId.NameTooLong, "a global's name has 1,001 bytes", new() { MaxNameBytes = 1000 },
            static (budget, value) => budget.CheckNameBytes(value, s_at));
        yield return Case("MaxDimensions", DiagnosticId.TooManyDimensions, "a tensor has 1,001 dimensions", new() { MaxDimensions = 1000 },
            static (budget, value) => budget.CheckDimensions(value, s_at));
        yield return Case("MaxNesting", DiagnosticId.NestingTooDeep, "values are nested 1,001 levels deep and more",
            new() { MaxNesting = 1000 }, static (budget, value) => budget.CheckNesting(value, s_at));
        yield return Case("MaxRecords", DiagnosticId.TooManyRecords, "the archive has 1,001 records", new() { MaxRecords = 1000 },
            static (budget, value) => budget.CheckRecords((ulong)value, s_at));
        yield return Case("MaxDirectoryBytes", DiagnosticId.DirectoryTooLarge, "the archive's directory has 1,001 bytes",
            new() { MaxDirectoryBytes = 1000 }, static (budget, value) => budget.CheckDirectoryBytes(value, s_at));
        yield return Case("MaxKeyCost", DiagnosticId.KeyTooCostly, "hashing dictionary keys takes 1,001 steps and more",
            new() { MaxKeyCost = 1000 }, static (budget, value) => budget.ChargeKey(value, s_at));
        yield return Case("MaxInflatedBytes", DiagnosticId.InflatedTooLarge, "records inflate to 1,001 bytes and more",
            new() { MaxInflatedBytes = 1000 }, static (budget, value) => budget.ChargeInflated(value, s_at));
        yield return Case("MaxIndexBytes", DiagnosticId.TooManyIndices, "sparse indices take 1,001 bytes", new() { MaxIndexBytes = 1000 },
            static (budget, value) => budget.ChargeIndices(value, s_at));
        yield return Case("MaxCopiedBytes", DiagnosticId.TooMuchCopying, "calls copy 1,001 bytes out of 0 bytes of pickle",
            new() { MaxCopiedBytes = 1000 }, static (budget, value) => budget.ChargeCopy(value, s_at));
    }

    [TestCaseSource(nameof(Checks))]
    public void GivenOneMoreThanTheLimit_ThrowsAndNamesIt(string limit, DiagnosticId id, string what, CheckpointLimits limits, object check)
    {
        var charge = (Action<Budget, long>)check;
        Assert.That(() => charge(new Budget(limits), 1000), Throws.Nothing);
        LimitExceededException error = Assert.Throws<LimitExceededException>(() => charge(new Budget(limits), 1001))!;
        Assert.That(error.Id, Is.EqualTo(id));
        Assert.That(error.Message, Is.EqualTo($"SL{(int)id}: {what}; CheckpointLimits.{limit} allows 1,000 (a.pt!archive/data.pkl @0x10)"));
    }

    [Test]
    public void GivenChargesThatAddUp_TheSumCounts()
    {
        var budget = new Budget(new CheckpointLimits { MaxInflatedBytes = 100, MaxIndexBytes = 100 });
        budget.ChargeInflated(60, s_at);
        Assert.That(() => budget.ChargeInflated(60, s_at), Throws.TypeOf<LimitExceededException>().With.Message.Contains("120"));
        budget.ChargeIndices(100, s_at);
        Assert.That(() => budget.ChargeIndices(1, s_at), Throws.TypeOf<LimitExceededException>().With.Message.Contains("101"));
    }

    [Test]
    public void GivenOpcodes_AreCountedDown()
    {
        var budget = new Budget(new CheckpointLimits { MaxOpcodes = 10 });
        budget.ChargeOpcodes(4);
        Assert.That(budget.GrantOpcodes(s_at), Is.EqualTo(6));
        budget.ChargeOpcodes(6);
        Assert.That(() => budget.GrantOpcodes(s_at),
            Throws.TypeOf<LimitExceededException>().With.Property("Id").EqualTo(DiagnosticId.TooManyOpcodes));
    }

    // So that whoever watches over a scan is asked in between.
    [Test]
    public void GivenManyOpcodes_TheyAreGrantedInSlices()
    {
        var budget = new Budget(new CheckpointLimits { MaxOpcodes = 1 << 28 });
        Assert.That(budget.GrantOpcodes(s_at), Is.EqualTo(1 << 20));
    }

    // A larger pickle may copy and hash more: honest files do so in proportion.
    [Test]
    public void GivenPickleBytes_CopiesAndKeysMayBeMore()
    {
        var limits = new CheckpointLimits { MaxCopiedBytes = 1000, MaxKeyCost = 10 };
        var budget = new Budget(limits);
        budget.ChargePickle(100, s_at);
        Assert.That(() => budget.ChargeCopy(1000 + 16 * 100, s_at), Throws.Nothing);
        Assert.That(() => budget.ChargeCopy(1, s_at), Throws.TypeOf<LimitExceededException>());
        for (int i = 0; i < 140; i++) budget.ChargeKey(10, s_at);
        Assert.That(() => budget.ChargeKey(1, s_at), Throws.TypeOf<LimitExceededException>().With.Message.Contains("1,401 steps"));
    }

    // A file in a value that holds another one: neither justifies a copy, and when both are closed the outer file does again.
    [Test]
    public void GivenFilesInsideOfValues_TheirPicklesJustifyNoCopies()
    {
        var budget = new Budget(new CheckpointLimits { MaxCopiedBytes = 1000 });
        budget.InsideOfValue(() =>
        {
            budget.InsideOfValue(static () => 0);
            budget.ChargePickle(100, s_at);
            return 0;
        });
        Assert.That(() => budget.InsideOfValue<int>(static () => throw new InvalidOperationException()), Throws.InvalidOperationException);
        Assert.That(() => budget.ChargeCopy(1001, s_at), Throws.TypeOf<LimitExceededException>());
        budget.ChargePickle(100, s_at);
        Assert.That(() => budget.ChargeCopy(500, s_at), Throws.Nothing);
    }

    [Test]
    public void GivenInflateRatio_CountsFrom16MiBOn()
    {
        var budget = new Budget(new CheckpointLimits { MaxInflateRatio = 100 });
        Assert.That(() => budget.CheckInflateRatio(1, 16 << 20, s_at), Throws.Nothing);
        Assert.That(() => budget.CheckInflateRatio(1_000_000, 100_000_000, s_at), Throws.Nothing);
        LimitExceededException error = Assert.Throws<LimitExceededException>(() => budget.CheckInflateRatio(999_999, 100_000_000, s_at))!;
        Assert.That((error.Id, error.Problem),
            Is.EqualTo((DiagnosticId.InflateRatioTooHigh,
                "999,999 bytes inflate to 100,000,000; CheckpointLimits.MaxInflateRatio allows 100")));
    }
}
