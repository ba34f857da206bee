using SafeLoad.Common;
using SafeLoad.Values;

namespace SafeLoad.Pickle;

/// <summary>
/// The memo of one pickle: an array while indexes are dense, a seeded map beyond, so that an index of 2^32 costs one entry.
/// </summary>
internal sealed class Memo(long maxEntries)
{
    private PyValue[] _dense = new PyValue[64];
    private Dictionary<long, PyValue>? _sparse;

    /// <summary>Different entries; MEMOIZE stores at this index.</summary>
    public long Count { get; private set; }

    public PyValue this[long index] =>
        (ulong)index < (ulong)_dense.Length ? _dense[index] : _sparse is not null && _sparse.TryGetValue(index, out PyValue value) ? value : default;

    /// <summary>Stores a value; false if the memo is full.</summary>
    public bool TryStore(long index, PyValue value)
    {
        if ((ulong)index < (ulong)_dense.Length)
        {
            ref PyValue slot = ref _dense[index];
            if (slot.IsUnset && ++Count > maxEntries) return false;
            slot = value;
            return true;
        }
        // Grow only as far as half of the array is in use: the file pays for every slot with an entry.
        if (index < _dense.Length * 2L && Count * 2 >= _dense.Length && _dense.Length < 1 << 29)
        {
            Array.Resize(ref _dense, _dense.Length * 2);
            MoveFromSparse();
            return TryStore(index, value);
        }
        _sparse ??= new Dictionary<long, PyValue>(SeededComparer.Instance);
        if (!_sparse.ContainsKey(index) && ++Count > maxEntries) return false;
        _sparse[index] = value;
        return true;
    }

    private void MoveFromSparse()
    {
        if (_sparse is null) return;
        foreach (var (index, value) in _sparse)
        {
            if (index >= _dense.Length) continue;
            _dense[index] = value;
            _sparse.Remove(index);
        }
    }

    private sealed class SeededComparer : IEqualityComparer<long>
    {
        public static readonly SeededComparer Instance = new();

        public bool Equals(long x, long y) => x == y;

        public int GetHashCode(long value) => (int)SeededHash.Of(value);
    }
}
