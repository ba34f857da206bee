using SafeLoad.Values;

namespace SafeLoad.Formats.Torch7;

/// <summary>
/// A table, vector or object of a Torch 7 file whose contents are being read.
/// A table that is met inside of itself stands for itself until all is read, because only its keys tell whether it is a list or a dict.
/// </summary>
internal sealed class Torch7Container(Torch7ContainerKind kind, int index, long values, CheckpointLocation at) : PyReference(PyKind.Object)
{
    private PyValue[] _values = [];

    public Torch7ContainerKind ContainerKind { get; } = kind;

    /// <summary>Its number in the file.</summary>
    public int Index { get; } = index;

    /// <summary>Where it begins.</summary>
    public CheckpointLocation At { get; } = at;

    /// <summary>Keys and values that are still to come.</summary>
    public long Left { get; private set; } = values;

    /// <summary>What it is to those who use it; for a table known at its end.</summary>
    public PyReference? Value { get; set; }

    /// <summary>Whether one of its values is a table that is not read to its end.</summary>
    public bool HasOpenValues { get; private set; }

    /// <summary>The values so far; keys and values in turn for a table.</summary>
    public int Count { get; private set; }

    public Span<PyValue> Values => _values.AsSpan(0, Count);

    public void Add(PyValue value)
    {
        // Grown by what is there, not by what is promised.
        if (Count == _values.Length) Array.Resize(ref _values, (int)Math.Min(Math.Max(Math.Min(4, Left), Count * 2L), Array.MaxLength));
        _values[Count++] = value;
        Left--;
        HasOpenValues |= value.RawReference is Torch7Container;
    }

    /// <summary>Keeps the values alone, in the order of their keys, if the keys are 1 to their number; false if they are not.</summary>
    public bool TryMakeList()
    {
        int count = Count / 2;
        if (count == 0) return false;
        var items = new PyValue[count];
        for (int i = 0; i < count; i++)
        {
            double key = _values[i * 2].Is(PyKind.Float) ? _values[i * 2].AsDouble() : 0;
            // The comparison is false for NaN, and a place that is taken has its key twice.
            if (!(key >= 1 && key <= count) || !double.IsInteger(key) || !items[(int)key - 1].IsUnset) return false;
            items[(int)key - 1] = _values[i * 2 + 1];
        }
        (_values, Count) = (items, count);
        return true;
    }

    /// <summary>Puts what tables have turned out to be in their places.</summary>
    public void ResolveValues()
    {
        foreach (ref PyValue value in Values)
        {
            if (value.RawReference is Torch7Container { Value: { } known }) value = new PyValue(known);
        }
    }
}
