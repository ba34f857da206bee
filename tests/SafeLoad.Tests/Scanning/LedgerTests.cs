using SafeLoad.Scanning.Findings;

namespace SafeLoad.Tests.Scanning;

/// <summary>The account of bytes: each once, and none that nobody has entered.</summary>
public sealed class LedgerTests
{
    private static LedgerSums Sum(long length, params (Account Account, long Start, long Count)[] entries)
    {
        var ledger = new Ledger(length);
        foreach (var (account, start, count) in entries) ledger.Enter(account, start, count);
        return ledger.Sum();
    }

    [Test]
    public void GivenNothing_NoByteWasLookedAt() => Assert.That(Sum(10), Is.EqualTo(new LedgerSums(0, 0, 0, 10)));

    [Test]
    public void GivenHole_ItWasNotLookedAt() =>
        Assert.That(Sum(10, (Account.Decoded, 0, 4), (Account.Structure, 5, 5)), Is.EqualTo(new LedgerSums(4, 0, 5, 1)));

    [Test]
    public void GivenBytesInSeveralAccounts_TheStrongestCountsOnce()
    {
        (Account, long, long)[] entries =
        [
            (Account.Structure, 0, 10),
            (Account.Decoded, 6, 2),
            (Account.Storage, 2, 6),
            (Account.NotLookedAt, 7, 2),
        ];
        Assert.That(Sum(10, entries), Is.EqualTo(new LedgerSums(Decoded: 1, Storage: 4, Structure: 3, NotLookedAt: 2)));
    }

    [TestCase(8, 5)]
    [TestCase(0, 100)]
    [TestCase(9, long.MaxValue)]
    public void GivenMoreThanThereIs_OnlyWhatThereIsCounts(long start, long count) =>
        Assert.That(Sum(10, (Account.Decoded, start, count)), Is.EqualTo(new LedgerSums(10 - start, 0, 0, start)));

    [Test]
    public void GivenBytesTwice_TheyCountOnce() =>
        Assert.That(Sum(10, (Account.Decoded, 4, 4), (Account.Decoded, 0, 6), (Account.Decoded, 4, 4)),
            Is.EqualTo(new LedgerSums(8, 0, 0, 2)));

    [Test]
    public void GivenAnotherReading_WhatItKnowsToBeMissingIsMissing()
    {
        var other = new Ledger(6);
        other.Enter(Account.NotLookedAt, 1, 2);
        other.Enter(Account.Storage, 3, 3);
        var ledger = new Ledger(10);
        ledger.Enter(Account.Decoded, 0, 10);
        ledger.EnterMissing(other, start: 4);
        Assert.That(ledger.Sum(), Is.EqualTo(new LedgerSums(8, 0, 0, 2)));
    }

    // Bytes that were all decoded say nothing of what was not checked in them.
    [TestCase(10, 0, true)]
    [TestCase(9, 0, false)]
    [TestCase(10, 1, false)]
    [TestCase(9, 2, false)]
    public void GivenBytesAndChecks_BothMakeItComplete(long decoded, int leftOut, bool isComplete)
    {
        var ledger = new Ledger(10);
        ledger.Enter(Account.Decoded, 0, decoded);
        ledger.Enter([.. Enumerable.Repeat(new NotChecked("a name", new CheckpointLocation("f")), leftOut)]);
        LedgerSums sums = ledger.Sum();
        Assert.That((sums.NotLookedAt, sums.NotChecked, sums.IsComplete), Is.EqualTo((10 - decoded, leftOut, isComplete)));
    }
}
