using SafeLoad.Values;

namespace SafeLoad.Pickle;

/// <summary>The stack of the pickle machine with its marks. Nothing below the last mark can be reached.</summary>
internal sealed class PickleStack(int maxDepth)
{
    private PyValue[] _values = new PyValue[Math.Min(256, maxDepth)];
    private int[] _marks = new int[Math.Min(32, maxDepth)];
    private int _count;
    private int _markCount;
    private int _fence;

    /// <summary>Values above the last mark.</summary>
    public int CountAboveMark => _count - _fence;

    public bool IsEmpty => _count == _fence;

    public bool TryPush(PyValue value)
    {
        if (_count == _values.Length)
        {
            if (_count >= maxDepth) return false;
            Array.Resize(ref _values, (int)Math.Min(_count * 2L, maxDepth));
        }
        _values[_count++] = value;
        return true;
    }

    /// <summary>The top; the caller has made sure that there is one.</summary>
    public PyValue Peek() => _values[_count - 1];

    public PyValue Pop() => _values[--_count];

    /// <summary>The last values, first in first; valid until the next push.</summary>
    public ReadOnlySpan<PyValue> PopLast(int count)
    {
        _count -= count;
        return _values.AsSpan(_count, count);
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

    /// <summary>Removes the last mark and everything above it; the values are valid until the next push.</summary>
    public bool TryPopToMark(out ReadOnlySpan<PyValue> items)
    {
        items = default;
        if (_markCount == 0) return false;
        int mark = _marks[--_markCount];
        items = _values.AsSpan(mark, _count - mark);
        _count = mark;
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
        return TryPopToMark(out _);
    }
}
