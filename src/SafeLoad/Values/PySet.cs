using System.Collections;

namespace SafeLoad.Values;

/// <summary>A <c>set</c> or <c>frozenset</c> (<see cref="PyReference.Kind"/> tells), in file order.</summary>
public sealed class PySet : PyReference, IReadOnlyCollection<PyValue>
{
    private readonly PyDict _items = new();
    private long _knownHash;

    internal PySet(PyKind kind) : base(kind) { }

    /// <summary>The number of different items.</summary>
    public int Count => _items.Count;

    /// <summary>Whether an item is in the set.</summary>
    public bool Contains(PyValue item) => _items.TryGetValue(item, out _);

    // A frozenset's hash once it was computed; 0 before. It does not change after the machine has made it.
    internal ulong KnownHash
    {
        get => (ulong)Interlocked.Read(ref _knownHash);
        set => Interlocked.Exchange(ref _knownHash, (long)value);
    }

    internal void Add(PyValue item) => _items.Add(item, default);

    /// <inheritdoc/>
    public IEnumerator<PyValue> GetEnumerator()
    {
        foreach (var pair in _items) yield return pair.Key;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
