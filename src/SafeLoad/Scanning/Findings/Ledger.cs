namespace SafeLoad.Scanning.Findings;

/// <summary>
/// The account of a scan over the bytes of a file, or of what a compressed stream holds, and of the checks that were left out. A byte that
/// nobody has accounted for was not looked at: nothing that is forgotten passes for examined.
/// </summary>
/// <param name="length">How many bytes there are.</param>
internal sealed class Ledger(long length)
{
    private const int Accounts = (int)Account.NotLookedAt + 1;

    // For each account apart: in one, nearly all is entered in order, so that the sum has nothing to sort.
    private readonly List<Entry>[] _entries = [[], [], [], []];
    private readonly List<NotChecked> _notChecked = [];
    private readonly bool[] _isOutOfOrder = new bool[Accounts];

    /// <summary>Enters bytes. They may be in the ledger already.</summary>
    /// <param name="account">What they were taken for.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many; those beyond the end are left out.</param>
    public void Enter(Account account, long start, long count)
    {
        long end = start > length - count ? length : start + count;
        if (start >= end) return;
        List<Entry> entries = _entries[(int)account];
        Entry? last = entries.Count > 0 ? entries[^1] : null;
        // Most is read in a row.
        if (last is not null && start >= last.Start && start <= last.End) last.End = Math.Max(end, last.End);
        else
        {
            _isOutOfOrder[(int)account] |= last is not null && start < last.Start;
            entries.Add(new Entry(start, end));
        }
    }

    /// <summary>Enters checks that were left out, whatever their bytes were taken for.</summary>
    /// <param name="checks">All of them.</param>
    public void Enter(IReadOnlyList<NotChecked> checks) => _notChecked.AddRange(checks);

    /// <summary>Enters what another reading of bytes knows that it has not looked at.</summary>
    /// <param name="other">The account of the other reading.</param>
    /// <param name="start">Where its first byte is in this one.</param>
    public void EnterMissing(Ledger other, long start)
    {
        foreach (Entry entry in other._entries[(int)Account.NotLookedAt])
            Enter(Account.NotLookedAt, start + entry.Start, entry.End - entry.Start);
    }

    /// <summary>Where the last of some bytes ends that is in the ledger.</summary>
    /// <param name="start">The first of the bytes.</param>
    /// <param name="end">Where they end.</param>
    /// <returns>The end; <paramref name="start"/> if none of them is.</returns>
    public long LastIn(long start, long end)
    {
        long last = start;
        foreach (List<Entry> entries in _entries)
        {
            foreach (Entry entry in entries)
            {
                if (entry.Start < end && entry.End > last) last = Math.Min(entry.End, end);
            }
        }
        return last;
    }

    /// <summary>The account of every byte, once.</summary>
    public LedgerSums Sum()
    {
        for (int account = 0; account < Accounts; account++)
        {
            if (_isOutOfOrder[account]) _entries[account].Sort(static (a, b) => a.Start.CompareTo(b.Start));
            _isOutOfOrder[account] = false;
        }
        // How many bytes are in an account or in a stronger one, and where the last of them ends.
        Span<long> covered = stackalloc long[Accounts], ends = stackalloc long[Accounts];
        Span<int> next = stackalloc int[Accounts];
        while (First(next) is >= 0 and var account)
        {
            Entry entry = _entries[account][next[account]++];
            for (int least = 0; least <= account; least++)
            {
                if (entry.End <= ends[least]) continue;
                covered[least] += entry.End - Math.Max(entry.Start, ends[least]);
                ends[least] = entry.End;
            }
        }
        long marked = covered[(int)Account.NotLookedAt], decoded = covered[(int)Account.Decoded], storage = covered[(int)Account.Storage],
            all = covered[(int)Account.Structure];
        return new LedgerSums(decoded - marked, storage - decoded, all - storage, length - all + marked, _notChecked.Count);
    }

    // The account whose next entry begins first; -1 if there is none.
    private int First(ReadOnlySpan<int> next)
    {
        int first = -1;
        long start = long.MaxValue;
        for (int account = 0; account < Accounts; account++)
        {
            if (next[account] == _entries[account].Count || _entries[account][next[account]].Start >= start) continue;
            (first, start) = (account, _entries[account][next[account]].Start);
        }
        return first;
    }

    private sealed class Entry(long start, long end)
    {
        public long Start => start;

        public long End { get; set; } = end;
    }
}
