using System.Collections;

namespace SafeLoad.Values;

/// <summary>
/// A <c>dict</c>, <c>collections.OrderedDict</c> or <c>collections.Counter</c>, in file order. As in Python, a key that occurs
/// twice keeps its first place and its last value, and 1, 1.0 and True are one key.
/// </summary>
public sealed class PyDict : PyReference, IReadOnlyCollection<KeyValuePair<PyValue, PyValue>>
{
    internal const string DictType = "dict", OrderedDictType = "collections.OrderedDict", CounterType = "collections.Counter",
        DefaultDictType = "collections.defaultdict";

    // Below this size looking at every key is faster than an index, and costs no memory.
    private const int SmallCount = 8;

    private PyValue[] _pairs = [];
    private int _count;
    private PyKeyIndex? _index;
    private bool _settled = true;

    internal PyDict(string typeName = DictType) : base(PyKind.Dict) => TypeName = typeName;

    /// <summary>The type: <c>dict</c>, <c>collections.OrderedDict</c>,
    /// <c>collections.Counter</c> or <c>collections.defaultdict</c>.</summary>
    public string TypeName { get; }

    internal override string OwnTypeName => TypeName;

    /// <summary>The number of different keys.</summary>
    public int Count
    {
        get
        {
            Settle();
            return _count;
        }
    }

    /// <summary>Attributes set on the dictionary itself, such as a state dict's <c>_metadata</c>; null if there are none.</summary>
    public PyDict? Attributes { get; internal set; }

    internal override PyReference? OwnAttributes => Attributes;

    /// <summary>The value of a str key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public PyValue this[string key] =>
        TryGetValue(key, out PyValue value) ? value : throw new KeyNotFoundException($"The dict has no key '{key}'.");

    /// <summary>Looks a str key up.</summary>
    public bool TryGetValue(string key, out PyValue value) => TryGetValue(PyValue.FromText(key), out value);

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(PyValue key, out PyValue value)
    {
        Settle();
        int at = Find(key);
        value = at < 0 ? default : _pairs[at * 2 + 1];
        return at >= 0;
    }

    /// <summary>What entering the keys into the index cost; 0 where there are too few for one.</summary>
    internal long Steps
    {
        get
        {
            Settle();
            return _index?.Steps ?? 0;
        }
    }

    // Duplicates are settled when the dict is first looked into, so that loading does not pay for an index that nobody needs.
    internal void Add(PyValue key, PyValue value)
    {
        if (_count * 2 == _pairs.Length) _pairs = PyValue.Grown(_pairs, Math.Max(8, _pairs.Length * 2));
        _pairs[_count * 2] = key;
        _pairs[_count * 2 + 1] = value;
        _count++;
        _settled = false;
        _index = null;
    }

    internal KeyValuePair<PyValue, PyValue> At(int index)
    {
        Settle();
        return new(_pairs[index * 2], _pairs[index * 2 + 1]);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<PyValue, PyValue>> GetEnumerator()
    {
        Settle();
        for (int i = 0; i < _count; i++) yield return new(_pairs[i * 2], _pairs[i * 2 + 1]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Find(PyValue key)
    {
        if (_index is not null) return _index.Find(key, _pairs);
        for (int i = 0; i < _count; i++)
        {
            if (PyKey.AreEqual(key, _pairs[i * 2])) return i;
        }
        return -1;
    }

    private void Settle()
    {
        if (Volatile.Read(ref _settled)) return;
        lock (_pairs)
        {
            if (_settled) return;
            int total = _count;
            PyKeyIndex? index = total > SmallCount ? new PyKeyIndex(total) : null;
            _count = 0;
            for (int i = 0; i < total; i++)
            {
                PyValue key = _pairs[i * 2], value = _pairs[i * 2 + 1];
                int at = index is null ? Find(key) : index.FindOrAdd(key, _pairs, _count);
                if (at < 0)
                {
                    at = _count++;
                    _pairs[at * 2] = key;
                }
                _pairs[at * 2 + 1] = value;
            }
            _pairs.AsSpan(_count * 2, (total - _count) * 2).Clear();
            _index = index;
            Volatile.Write(ref _settled, true);
        }
    }
}
