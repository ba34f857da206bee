namespace SafeLoad.Values;

/// <summary>Values of the caller's own, to be written: <see cref="SafeLoad.Writing.CheckpointWriter.Add(string, PyValue)"/>.</summary>
public static class PyValues
{
    /// <summary>An int.</summary>
    public static PyValue Int(long value) => PyValue.FromInt(value);

    /// <summary>A float.</summary>
    public static PyValue Float(double value) => PyValue.FromDouble(value);

    /// <summary>A bool.</summary>
    public static PyValue Bool(bool value) => PyValue.FromBool(value);

    /// <summary>A str.</summary>
    public static PyValue Str(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return PyValue.FromText(value);
    }

    /// <summary>A tensor. The same <see cref="TensorInfo"/>, or one over the same storage, is written once.</summary>
    public static PyValue Tensor(TensorInfo tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new PyValue(new PyTensor(tensor));
    }

    /// <summary>A list.</summary>
    public static PyValue List(IEnumerable<PyValue> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new PyValue(new PyList([.. items]));
    }

    /// <summary>A tuple.</summary>
    public static PyValue Tuple(IEnumerable<PyValue> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new PyValue(new PyTuple([.. items]));
    }

    /// <summary>A dict; of a key that occurs twice the last value counts.</summary>
    /// <exception cref="ArgumentException">A key is a list, a dict or a set, which Python cannot hash.</exception>
    public static PyValue Dict(IEnumerable<KeyValuePair<PyValue, PyValue>> entries) => Dict(entries, PyDict.DictType);

    /// <summary>A <c>collections.OrderedDict</c>, as a module's state dict is one.</summary>
    /// <exception cref="ArgumentException">A key is a list, a dict or a set, which Python cannot hash.</exception>
    public static PyValue OrderedDict(IEnumerable<KeyValuePair<PyValue, PyValue>> entries) => Dict(entries, PyDict.OrderedDictType);

    /// <summary>A <c>collections.Counter</c>: how often each key counts.</summary>
    /// <exception cref="ArgumentException">A key is a list, a dict or a set, which Python cannot hash.</exception>
    public static PyValue Counter(IEnumerable<KeyValuePair<PyValue, long>> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return Dict(counts.Select(static pair => new KeyValuePair<PyValue, PyValue>(pair.Key, Int(pair.Value))), PyDict.CounterType);
    }

    private static PyValue Dict(IEnumerable<KeyValuePair<PyValue, PyValue>> entries, string type)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var dict = new PyDict(type);
        foreach (var (key, value) in entries)
        {
            if (key.Kind is PyKind.List or PyKind.Dict or PyKind.Set)
                throw new ArgumentException($"A {key.TypeName} cannot be a key.", nameof(entries));
            dict.Add(key, value);
        }
        return new PyValue(dict);
    }
}
