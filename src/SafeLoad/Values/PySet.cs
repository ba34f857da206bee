using System.Collections;

namespace SafeLoad.Values;

/// <summary>A <c>set</c> or <c>frozenset</c> (<see cref="PyReference.Kind"/> tells), in file order.</summary>
public sealed class PySet : PyReference, IReadOnlyCollection<PyValue>
{
    private readonly PyDict _items = new();

    internal PySet(PyKind kind) : base(kind) { }

    /// <summary>The number of different items.</summary>
    public int Count => _items.Count;

    /// <summary>Whether an item is in the set.</summary>
    public bool Contains(PyValue item) => _items.TryGetValue(item, out _);

    internal void Add(PyValue item) => _items.Add(item, default);

    /// <inheritdoc/>
    public IEnumerator<PyValue> GetEnumerator()
    {
        foreach (var pair in _items) yield return pair.Key;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
