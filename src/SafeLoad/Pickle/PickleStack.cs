using SafeLoad.Values;

namespace SafeLoad.Pickle;

/// <summary>The stack of the pickle machine with its marks. Nothing below the last mark can be reached.</summary>
internal sealed class PickleStack(int maxDepth)
{
    private const int MostOneByOne = 16;

    // Most pickles are shallow, and every file has several.
    private PyValue[] _values = new PyValue[Math.Min(32, maxDepth)];
    private int[] _marks = new int[Math.Min(8, maxDepth)];
    private int _count;
    private int _markCount;
    private int _fence;

    /// <summary>Values above the last mark.</summary>
    public int CountAboveMark => _count - _fence;

    public bool IsEmpty => _count == _fence;

    /// <summary>Values that there is room for.</summary>
    public int Capacity => _values.Length;

    /// <summary>All values, also those below marks.</summary>
    public int Count => _count;

    public PyValue this[int index] => _values[index];

    /// <summary>Pushes a value; false if there is no room for it.</summary>
    public bool TryPush(PyValue value)
    {
        if (_count == _values.Length) return false;
        _values[_count++] = value;
        return true;
    }

    /// <summary>Makes more room; false if it is as deep as it may be.</summary>
    public bool TryGrow()
    {
        if (_values.Length >= maxDepth) return false;
        _values = PyValue.Grown(_values, (int)Math.Min(_values.Length * 2L, maxDepth));
        return true;
    }

    /// <summary>The top; the caller has made sure that there is one.</summary>
    public PyValue Peek() => _values[_count - 1];

    public PyValue Pop() => _values[--_count];

    /// <summary>Takes the last values, first in first, as an array of their own.</summary>
    public PyValue[] Take(int count)
    {
        var items = new PyValue[count];
        _count -= count;
        // Tuples are short. Spans of values would be compiled while the command runs: they are no part of what is compiled ahead.
        if (count > MostOneByOne) Array.Copy(_values, _count, items, 0, count);
        else for (int i = 0; i < items.Length; i++) items[i] = _values[_count + i];
        return items;
    }

    /// <summary>The last values, first in first; valid until the next push.</summary>
    public ReadOnlySpan<PyValue> PopLast(int count)
    {
        _count -= count;
        return new ReadOnlySpan<PyValue>(_values, _count, count);
    }

    public bool TryMark()
    {
        if (_markCount == _marks.Length)
        {
            if (_markCount >= maxDepth) return false;
            Array.Resize(ref _marks, (int)Math.Min(_markCount * 2L, maxDepth));
        }
        _marks[_markCount++] = _count;
        _fence = _count;
        return true;
    }

    /// <summary>Removes the last mark.</summary>
    /// <param name="count">How many values lie above it; they stay.</param>
    public bool TryUnmark(out int count)
    {
        count = 0;
        if (_markCount == 0) return false;
        int mark = _marks[--_markCount];
        count = _count - mark;
        _fence = _markCount == 0 ? 0 : _marks[_markCount - 1];
        return true;
    }

    /// <summary>POP: the top, or the mark if it is what lies on top.</summary>
    public bool TryPopTopOrMark()
    {
        if (_count > _fence)
        {
            _count--;
            return true;
        }
        if (!TryUnmark(out int count)) return false;
        _count -= count;
        return true;
    }
}
