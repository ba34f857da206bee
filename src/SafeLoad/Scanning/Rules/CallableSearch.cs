using SafeLoad.Formats.Pickles;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// Looks through values for something that could be called: a class, a function, an object whose class has methods of its own, among the
/// items, attributes and arguments, however deep. What was looked through and has not changed since is not looked through again: a memo
/// makes it cheap to give the same values to many calls.
/// </summary>
internal sealed class CallableSearch
{
    // What is looked at for the first time is as much as the pickle is long. More than once is only what changes, or holds what is looked
    // for; no honest file does that with nearly as much.
    private const int MostAgain = 5_000_000;

    private readonly Stack<PyReference> _open = [];

    // Searches in which objects of a library were met that were expected there: of no other search they are the answer.
    private Dictionary<int, string> _expecting = [];

    // Searches are counted, and each value keeps the number of the last one that came by. Those up to a change are no answer any more.
    private int _search, _changed;

    /// <summary>Containers that were looked through.</summary>
    public long Containers { get; private set; }

    /// <summary>Containers that were looked through again, with their items.</summary>
    public long Again { get; private set; }

    /// <summary>Something is about to be added to a container.</summary>
    public void Changed(PyReference container)
    {
        if (container.Searched > _changed) Forget();
    }

    /// <summary>Whether there is any inside of some values; also where so much was looked through that nobody can tell.</summary>
    /// <param name="values">The values; what they are themselves is not asked.</param>
    /// <param name="library">The module whose objects with methods are expected there, with all in it; null if none are.</param>
    public bool IsInside(ReadOnlySpan<PyValue> values, string? library = null)
    {
        if (Again > MostAgain) return true;
        _search++;
        foreach (PyValue value in values) Push(value.RawReference, library);
        while (_open.TryPop(out PyReference? next))
        {
            if (!Holds(next, library) && Again <= MostAgain) continue;
            // What is still open has not been looked through.
            while (_open.TryPop(out _)) { }
            Forget();
            return true;
        }
        return false;
    }

    /// <summary>Whether an object's class, or the function that gave it, is of a library.</summary>
    public static bool IsOf(PyObject inert, string? library) => library is not null
        && (HonestForms.MethodOwner(inert) ?? Callables.ClassOf(inert)) is { } type
        && type.Module.StartsWith(library, StringComparison.Ordinal)
        && (type.Module.Length == library.Length || type.Module[library.Length] == '.');

    private void Forget()
    {
        _changed = _search;
        if (_expecting.Count > 0) _expecting = [];
    }

    private bool Holds(PyReference container, string? library)
    {
        switch (container)
        {
            case PyDict dict:
                foreach (var (key, value) in dict)
                {
                    if (IsCallable(key, library) || IsCallable(value, library)) return true;
                }
                return false;
            case PyObject inert:
                if (Callables.ClassOf(inert) is { } type && JoblibName.IsArray(type.Module, type.Name)) return HasMethod(inert, library);
                return HoldsPart(inert, library);
            // Shapes and strides, which each tensor has.
            case PyTuple tuple:
                foreach (PyValue item in tuple.Items)
                {
                    if (IsCallable(item, library)) return true;
                }
                return false;
            default:
                foreach (PyValue item in (IReadOnlyCollection<PyValue>)container)
                {
                    if (IsCallable(item, library)) return true;
                }
                return false;
        }
    }

    // An array of joblib's is none until BUILD has read its bytes; the class of arrays is an attribute until then.
    private bool HasMethod(PyObject wrapper, string? library)
    {
        foreach (PyValue state in wrapper.States ?? new PyList())
        {
            if (state.RawReference is not PyDict attributes) return true;
            foreach (var (key, value) in attributes)
            {
                if (!(key.Is(PyKind.Str) && key.AsBytes().SequenceEqual("subclass"u8)) && IsCallable(value, library)) return true;
            }
        }
        return false;
    }

    // A class that it was made of is no attribute; an object is.
    private bool HoldsPart(PyObject inert, string? library)
    {
        if (inert.Arguments.RawReference is PyTuple given)
        {
            foreach (PyValue argument in given.Items)
            {
                if (argument.RawReference is not PyGlobal && IsCallable(argument, library)) return true;
            }
        }
        else Push(inert.Arguments.RawReference, library);
        Push(inert.Keywords.RawReference, library);
        Push(inert.States, library);
        Push(inert.Items, library);
        Push(inert.Entries, library);
        return false;
    }

    private bool IsCallable(PyValue value, string? library)
    {
        Push(value.RawReference, library);
        // Whoever comes by one goes through it.
        if (value.RawReference is PyObject && Series.Is(value)) return true;
        // Types of numbers do nothing but make some.
        if (!Callables.CanBeCalled(value) || Callables.IsTypeOfNumbers(value)) return false;
        if (value.RawReference is not PyObject inert || !IsOf(inert, library)) return true;
        _expecting.TryAdd(_search, library!);
        return false;
    }

    private void Push(PyReference? value, string? library)
    {
        if (value is not (PyDict or PyObject or PyList or PyTuple or PySet)) return;
        if (value.Searched == _search) return;
        if (value.Searched > _changed && IsAnswer(value.Searched, library))
        {
            // What was met there is met here.
            if (_expecting.ContainsKey(value.Searched)) _expecting.TryAdd(_search, library!);
            return;
        }
        if (value.Searched != 0) Again += 1 + CountOf(value);
        value.Searched = _search;
        Containers++;
        _open.Push(value);
    }

    private static int CountOf(PyReference container) => container switch
    {
        PyDict dict => dict.Count,
        IReadOnlyCollection<PyValue> items => items.Count,
        _ => 0,
    };

    private bool IsAnswer(int search, string? library) =>
        !_expecting.TryGetValue(search, out string? expected) || string.Equals(expected, library, StringComparison.Ordinal);
}
