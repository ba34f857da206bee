using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Formats.Torch7;

/// <summary>The objects of a Torch 7 file by their numbers: what is met again is the same object.</summary>
internal sealed class Torch7Objects(Budget budget)
{
    private readonly Memo _memo = new(budget.Limits.MaxMemoEntries);

    /// <summary>The object of a number, if it was met before.</summary>
    public bool TryGet(int index, out PyValue value)
    {
        value = _memo[index];
        return !value.IsUnset;
    }

    /// <summary>Gives a number its object.</summary>
    public void Add(int index, PyValue value, CheckpointLocation at)
    {
        // A tensor that is its own storage.
        if (!_memo[index].IsUnset) throw Problems.Torch7(FormattableString.Invariant($"two objects have the number {index}"), at);
        if (!_memo.TryStore(index, value)) throw budget.MemoExceeded(at);
    }

    /// <summary>Gives the number of a table what the table has turned out to be.</summary>
    public void Replace(int index, PyValue value) => _memo.TryStore(index, value);
}
