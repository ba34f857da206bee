namespace SafeLoad.Values;

/// <summary>An object kept as data: what the file calls, with which arguments, and the state it sets. Nothing is called.</summary>
public sealed class PyObject : PyReference
{
    internal PyObject(PyValue callable, PyValue arguments) : base(PyKind.Object)
    {
        Callable = callable;
        Arguments = arguments;
    }

    /// <summary>What the file calls: mostly a <see cref="PyGlobal"/>.</summary>
    public PyValue Callable { get; }

    /// <summary>The arguments: mostly a tuple.</summary>
    public PyValue Arguments { get; }

    /// <summary>The states that BUILD sets, in order; null if there are none.</summary>
    public PyList? States { get; private set; }

    /// <summary>Items that the file appends; null if there are none.</summary>
    public PyList? Items { get; private set; }

    /// <summary>Entries that the file sets by key; null if there are none.</summary>
    public PyDict? Entries { get; private set; }

    internal void AddState(PyValue state) => (States ??= new PyList()).Add(state);

    internal void AddItems(ReadOnlySpan<PyValue> items) => (Items ??= new PyList()).AddRange(items);

    internal PyDict EntriesToFill() => Entries ??= new PyDict();
}
