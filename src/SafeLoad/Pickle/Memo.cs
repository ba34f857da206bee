using SafeLoad.Text;
using SafeLoad.Values;

namespace SafeLoad.Pickle;

/// <summary>
/// The memo of one pickle: chunks of an array while indexes are dense, a seeded map beyond, so that an index of 2^32 costs one entry.
/// </summary>
internal sealed class Memo(long maxEntries)
{
    // Chunks, so that growing neither copies nor clears what is there: a memo of 2 million entries is 32 MB once, not twice.
    private const int ChunkBits = 13, ChunkLength = 1 << ChunkBits;

    private PyValue[]?[] _chunks = [new PyValue[64]];
    private long _capacity = 64;
    private readonly SeededComparer _comparer = new();
    private Dictionary<long, PyValue>? _sparse;

    /// <summary>Different entries; MEMOIZE stores at this index.</summary>
    public long Count { get; private set; }

    /// <summary>How often indexes far apart were compared with each other.</summary>
    internal long Comparisons => _comparer.Comparisons;

    public PyValue this[long index]
    {
        get
        {
            if ((ulong)index < (ulong)_capacity)
                return _chunks[index >> ChunkBits] is { } chunk ? chunk[index & (ChunkLength - 1)] : default;
            return _sparse is not null && _sparse.TryGetValue(index, out PyValue value) ? value : default;
        }
    }

    /// <summary>Stores a value; false if the memo is full.</summary>
    public bool TryStore(long index, PyValue value)
    {
        if ((ulong)index < (ulong)_capacity) return TrySet(index, value);
        // Grow only as far as half of the capacity is in use: the file pays for every slot with an entry.
        if (index >= 0 && index < _capacity * 2 && Count * 2 >= _capacity && _capacity < 1 << 29)
        {
            Grow();
            return TrySet(index, value);
        }
        _sparse ??= new Dictionary<long, PyValue>(_comparer);
        if (!_sparse.ContainsKey(index) && ++Count > maxEntries) return false;
        _sparse[index] = value;
        return true;
    }

    private bool TrySet(long index, PyValue value)
    {
        PyValue[] chunk = _chunks[index >> ChunkBits] ??= new PyValue[ChunkLength];
        ref PyValue slot = ref chunk[index & (ChunkLength - 1)];
        if (slot.IsUnset && ++Count > maxEntries) return false;
        slot = value;
        return true;
    }

    private void Grow()
    {
        _capacity *= 2;
        if (_capacity <= ChunkLength) _chunks[0] = PyValue.Grown(_chunks[0]!, (int)_capacity);
        else Array.Resize(ref _chunks, (int)(_capacity >> ChunkBits));
        MoveFromSparse();
    }

    private void MoveFromSparse()
    {
        if (_sparse is null) return;
        foreach (var (index, value) in _sparse)
        {
            if (index >= _capacity) continue;
            PyValue[] chunk = _chunks[index >> ChunkBits] ??= new PyValue[ChunkLength];
            chunk[index & (ChunkLength - 1)] = value;
            _sparse.Remove(index);
        }
    }
}
