using System.Collections;

namespace SafeLoad.Values;

/// <summary>A <c>list</c>, or a <c>collections.deque</c>.</summary>
public sealed class PyList : PyReference, IReadOnlyList<PyValue>
{
    private PyValue[] _items;

    internal PyList(string typeName = "list") : base(PyKind.List)
    {
        TypeName = typeName;
        _items = [];
    }

    internal PyList(PyValue[] items) : base(PyKind.List)
    {
        _items = items;
        Count = items.Length;
        TypeName = "list";
    }

    /// <summary>The type: <c>list</c> or <c>collections.deque</c>.</summary>
    public string TypeName { get; }

    internal override string OwnTypeName => TypeName;

    /// <summary>The number of items.</summary>
    public int Count { get; private set; }

    /// <summary>The item at an index.</summary>
    public PyValue this[int index] => Items[index];

    internal ReadOnlySpan<PyValue> Items => _items.AsSpan(0, Count);

    internal void Add(PyValue item)
    {
        if (Count == _items.Length) _items = PyValue.Grown(_items, Math.Max(4, Count * 2));
        _items[Count++] = item;
    }

    internal void AddRange(ReadOnlySpan<PyValue> items)
    {
        if (items.Length > _items.Length - Count)
            _items = PyValue.Grown(_items, Math.Max(Count + items.Length, (int)Math.Min(Count * 2L, Array.MaxLength)));
        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    /// <inheritdoc/>
    public IEnumerator<PyValue> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return _items[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
