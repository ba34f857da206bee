namespace SafeLoad.Scanning;

/// <summary>
/// The account of a scan over the bytes of a file, or of what a compressed stream holds. A byte that nobody has accounted for was not
/// looked at: nothing that is forgotten passes for examined.
/// </summary>
/// <param name="length">How many bytes there are.</param>
internal sealed class Ledger(long length)
{
    private readonly List<Entry> _entries = [];

    /// <summary>Enters bytes. They may be in the ledger already.</summary>
    /// <param name="account">What they were taken for.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many; those beyond the end are left out.</param>
    public void Enter(Account account, long start, long count)
    {
        long end = start > length - count ? length : start + count;
        if (start >= end) return;
        // Most is read in a row.
        if (_entries.Count > 0 && _entries[^1] is var last && last.Account == account && start >= last.Start && start <= last.End)
            last.End = Math.Max(end, last.End);
        else _entries.Add(new Entry(account, start, end));
    }

    /// <summary>Enters what another reading of bytes knows that it has not looked at.</summary>
    /// <param name="other">The account of the other reading.</param>
    /// <param name="start">Where its first byte is in this one.</param>
    public void EnterMissing(Ledger other, long start)
    {
        foreach (Entry entry in other._entries)
        {
            if (entry.Account == Account.NotLookedAt) Enter(entry.Account, start + entry.Start, entry.End - entry.Start);
        }
    }

    /// <summary>Where the last of some bytes ends that is in the ledger.</summary>
    /// <param name="start">The first of the bytes.</param>
    /// <param name="end">Where they end.</param>
    /// <returns>The end; <paramref name="start"/> if none of them is.</returns>
    public long LastIn(long start, long end)
    {
        long last = start;
        foreach (Entry entry in _entries)
        {
            if (entry.Start < end && entry.End > last) last = Math.Min(entry.End, end);
        }
        return last;
    }

    /// <summary>The account of every byte, once.</summary>
    public LedgerSums Sum()
    {
        _entries.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        long marked = Covered(Account.NotLookedAt), decoded = Covered(Account.Decoded), storage = Covered(Account.Storage),
            all = Covered(Account.Structure);
        return new LedgerSums(decoded - marked, storage - decoded, all - storage, length - all + marked);
    }

    // How many bytes are in an account or in a stronger one.
    private long Covered(Account least)
    {
        long covered = 0, end = 0;
        foreach (Entry entry in _entries)
        {
            if (entry.Account < least || entry.End <= end) continue;
            covered += entry.End - Math.Max(entry.Start, end);
            end = entry.End;
        }
        return covered;
    }

    private sealed class Entry(Account account, long start, long end)
    {
        public Account Account => account;

        public long Start => start;

        public long End { get; set; } = end;
    }
}
