namespace SafeLoad.Values;

/// <summary>An open-addressing hash index over the keys of a pair array; hashes are seeded, so a file cannot prepare collisions.</summary>
internal sealed class PyKeyIndex
{
    private readonly int[] _slots;
    private readonly uint[] _hashes;
    private readonly int _mask;

    /// <summary>The places that entering the keys has looked at: about one and a half a key, whatever keys a file chose.</summary>
    public long Steps { get; private set; }

    public PyKeyIndex(int capacity)
    {
        int size = 16;
        while (size < capacity * 2L) size *= 2;
        _slots = new int[size];
        _hashes = new uint[capacity];
        _mask = size - 1;
    }

    /// <summary>The place of a key, or -1.</summary>
    public int Find(PyValue key, PyValue[] pairs) => Probe(key, (uint)PyKey.Hash(key), pairs, out _);

    /// <summary>The place of a key that is there, or -1 after it was entered at place <paramref name="next"/>.</summary>
    public int FindOrAdd(PyValue key, PyValue[] pairs, int next)
    {
        uint hash = (uint)PyKey.Hash(key);
        int at = Probe(key, hash, pairs, out int slot);
        Steps += ((slot - (int)(hash & (uint)_mask)) & _mask) + 1;
        if (at >= 0) return at;
        _slots[slot] = next + 1;
        _hashes[next] = hash;
        return -1;
    }

    private int Probe(PyValue key, uint hash, PyValue[] pairs, out int slot)
    {
        for (slot = (int)(hash & (uint)_mask); ; slot = (slot + 1) & _mask)
        {
            int at = _slots[slot] - 1;
            if (at < 0) return -1;
            if (_hashes[at] == hash && PyKey.AreEqual(key, pairs[at * 2])) return at;
        }
    }
}
