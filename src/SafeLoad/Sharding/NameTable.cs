using SafeLoad.Text;

namespace SafeLoad.Sharding;

/// <summary>Names in the order in which they come, none twice, as UTF-8 in blocks: a million of them are no string.</summary>
internal sealed class NameTable
{
    private const int BlockBytes = 1 << 18, FirstSlots = 64;

    private readonly List<byte[]> _blocks = [];
    private readonly List<(int Block, int Start, int Length)> _names = [];
    // Numbers of names, one more than they are; 0 is free.
    private int[] _slots = new int[FirstSlots];
    private int _used;

    /// <summary>How many names there are.</summary>
    public int Count => _names.Count;

    /// <summary>A name by its number.</summary>
    public ReadOnlySpan<byte> this[int number] =>
        _blocks[_names[number].Block].AsSpan(_names[number].Start, _names[number].Length);

    /// <summary>The number of a name; -1 if it is not there.</summary>
    public int Find(ReadOnlySpan<byte> name) => _slots[SlotOf(name)] - 1;

    /// <summary>Adds a name, unless it is there.</summary>
    /// <param name="name">Valid UTF-8.</param>
    /// <param name="number">Its number, also if it was there.</param>
    /// <returns>Whether it is new.</returns>
    public bool Add(ReadOnlySpan<byte> name, out int number)
    {
        int slot = SlotOf(name);
        number = _slots[slot] - 1;
        if (number >= 0) return false;
        number = _names.Count;
        _names.Add(Keep(name));
        _slots[slot] = number + 1;
        if (_names.Count > _slots.Length / 2) Grow();
        return true;
    }

    private (int Block, int Start, int Length) Keep(ReadOnlySpan<byte> name)
    {
        if (_blocks.Count == 0 || name.Length > _blocks[^1].Length - _used)
        {
            _blocks.Add(new byte[Math.Max(name.Length, BlockBytes)]);
            _used = 0;
        }
        name.CopyTo(_blocks[^1].AsSpan(_used));
        _used += name.Length;
        return (_blocks.Count - 1, _used - name.Length, name.Length);
    }

    private int SlotOf(ReadOnlySpan<byte> name)
    {
        int slot = (int)(SeededHash.Of(name) & (uint)(_slots.Length - 1));
        while (_slots[slot] is var number && number != 0 && !this[number - 1].SequenceEqual(name)) slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (int i = 0; i < _names.Count; i++) _slots[SlotOf(this[i])] = i + 1;
    }
}
