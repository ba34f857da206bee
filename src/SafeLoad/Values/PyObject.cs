using System.Diagnostics.CodeAnalysis;

namespace SafeLoad.Values;

/// <summary>An object kept as data: what the file calls, with which arguments, and the state it sets. Nothing is called.</summary>
public sealed class PyObject : PyReference
{
    internal PyObject(PyValue callable, PyValue arguments, PyValue keywords = default) : base(PyKind.Object)
    {
        Callable = callable;
        Arguments = arguments;
        Keywords = keywords;
    }

    /// <summary>What the file calls: mostly a global.</summary>
    public PyValue Callable { get; }

    /// <summary>The arguments: mostly a tuple.</summary>
    public PyValue Arguments { get; }

    /// <summary>The keyword arguments, a dict; <c>None</c> if there are none.</summary>
    public PyValue Keywords { get; }

    /// <summary>The full name of the class or function, as the file spells it;
    /// <c>object</c> if what is called has no name of its own.</summary>
    public string ClassName => (Callable.RawReference as PyGlobal)?.FullName ?? "object";

    // pickle sets an object's state once, copies of it at most a few times.
    // A file that does so a million times must not make every look cost that.
    private const int MostSearched = 16;

    /// <summary>The states that BUILD sets, in order; null if there are none.</summary>
    public PyList? States { get; private set; }

    /// <summary>Items that the file appends; null if there are none.</summary>
    public PyList? Items { get; private set; }

    /// <summary>Entries that the file sets by key; null if there are none.</summary>
    public PyDict? Entries { get; private set; }

    /// <summary>An attribute out of the object's state: the entry of a dict that BUILD sets, the last one if there are several;
    /// the last 16 are looked at.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether the state has it.</returns>
    public bool TryGetAttribute(string name, [MaybeNullWhen(false)] out PyValue value) =>
        TryGetAttribute(PyValue.FromText(name), out value);

    internal bool TryGetAttribute(PyValue name, out PyValue value)
    {
        value = default;
        int count = States?.Count ?? 0;
        for (int i = count - 1; i >= 0 && i >= count - MostSearched; i--)
        {
            // A dict, or a pair of dict and slots (PEP 307; object.__reduce_ex__).
            PyValue state = States![i];
            if (state.RawReference is PyDict dict && dict.TryGetValue(name, out value)) return true;
            if (state.RawReference is not PyTuple { Count: 2 } pair) continue;
            if (pair[0].RawReference is PyDict attributes && attributes.TryGetValue(name, out value)) return true;
            if (pair[1].RawReference is PyDict slots && slots.TryGetValue(name, out value)) return true;
        }
        return false;
    }

    // What a container keeps beside the object, such as the constants of TorchScript's code.
    internal PyValue Attached { get; set; }

    internal void AddState(PyValue state) => (States ??= new PyList()).Add(state);

    internal void AddItems(ReadOnlySpan<PyValue> items) => (Items ??= new PyList()).AddRange(items);

    internal PyDict EntriesToFill() => Entries ??= new PyDict();
}
