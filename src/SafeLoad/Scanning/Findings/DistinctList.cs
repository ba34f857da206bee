namespace SafeLoad.Scanning.Findings;

/// <summary>Things in the order in which they were added, each once.</summary>
/// <param name="same">Which are the same.</param>
internal sealed class DistinctList<T>(IEqualityComparer<T> same)
{
    // Most readings hold few things, and most of them are added to others again: a table for each would cost more than looking.
    private const int MostCompared = 8;

    private readonly List<T> _items = [];
    private HashSet<T>? _known;

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>Adds one; false if it is there already.</summary>
    public bool Add(T item)
    {
        if (_items.Count >= MostCompared) _known ??= new HashSet<T>(_items, same);
        if (_known is not null ? !_known.Add(item) : IsAmongFew(item)) return false;
        _items.Add(item);
        return true;
    }

    /// <summary>Adds several, which are all different.</summary>
    public void AddAll(IReadOnlyList<T> items)
    {
        if (_items.Count == 0 && items.Count > 0) _items.AddRange(items);
        else for (int i = 0; i < items.Count; i++) Add(items[i]);
    }

    /// <summary>All of them, as they are now.</summary>
    public T[] ToArray() => _items.Count == 0 ? [] : _items.ToArray();

    private bool IsAmongFew(T item)
    {
        foreach (T other in _items)
        {
            if (same.Equals(item, other)) return true;
        }
        return false;
    }
}
