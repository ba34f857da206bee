using SafeLoad.Formats.Pickles;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Looks through values for something that could be called: a class, a function, an object whose class has methods of its own,
/// among the items and attributes, however deep.</summary>
internal sealed class CallableSearch
{
    // What is looked through again and again, for many calls; no honest file has nearly as much. A container costs far more than an item.
    private const int MostContainers = 3_000_000, MostItems = 200_000_000;

    private int _containers, _items;

    /// <summary>Whether there is any inside of some values; also where so much was looked through that nobody can tell.</summary>
    /// <param name="values">The values; what they are themselves is not asked.</param>
    /// <param name="isExpected">Which objects with methods are expected there; null if none are.</param>
    /// <param name="hasTypesOfNumbers">Whether types of numbers are expected there, and do no more.</param>
    public bool IsInside(ReadOnlySpan<PyValue> values, Func<PyObject, bool>? isExpected = null, bool hasTypesOfNumbers = false)
    {
        Stack<PyReference>? open = null;
        HashSet<PyReference>? known = null;
        foreach (PyValue value in values) Push(value.RawReference);
        while (open is not null && open.TryPop(out PyReference? next))
        {
            if (next is PyDict dict)
            {
                foreach (var (key, value) in dict)
                {
                    if (IsCallable(key) || IsCallable(value)) return true;
                }
            }
            else if (next is IReadOnlyCollection<PyValue> items)
            {
                foreach (PyValue item in items)
                {
                    if (IsCallable(item)) return true;
                }
            }
            else if (next is PyObject inert)
            {
                if (!(Callables.ClassOf(inert) is { } type && JoblibName.IsArray(type.Module, type.Name))) PushParts(inert);
                else if (HasMethod(inert)) return true;
            }
            if (_containers > MostContainers || _items > MostItems) return true;
        }
        return false;

        bool IsCallable(PyValue value)
        {
            Push(value.RawReference);
            return Callables.CanBeCalled(value) && !(hasTypesOfNumbers && Callables.IsTypeOfNumbers(value))
                && !(value.RawReference is PyObject inert && isExpected?.Invoke(inert) == true);
        }

        // An array of joblib's is none until BUILD has read its bytes; the class of arrays is an attribute until then.
        bool HasMethod(PyObject wrapper)
        {
            foreach (PyValue state in wrapper.States ?? new PyList())
            {
                if (state.RawReference is not PyDict attributes) return true;
                foreach (var (key, value) in attributes)
                {
                    if (!(key.Is(PyKind.Str) && key.AsBytes().SequenceEqual("subclass"u8)) && IsCallable(value)) return true;
                }
            }
            return false;
        }

        // A class that it was made of is no attribute; an object is.
        void PushParts(PyObject inert)
        {
            if (inert.Arguments.RawReference is PyTuple given)
            {
                foreach (PyValue argument in given.Items) Push(argument.RawReference);
            }
            else Push(inert.Arguments.RawReference);
            Push(inert.Keywords.RawReference);
            Push(inert.States);
            Push(inert.Items);
            Push(inert.Entries);
        }

        void Push(PyReference? value)
        {
            _items++;
            if (value is not (PyDict or PyObject or PyList or PyTuple or PySet)) return;
            _containers++;
            known ??= new HashSet<PyReference>(ReferenceEqualityComparer.Instance);
            if (known.Add(value)) (open ??= new Stack<PyReference>()).Push(value);
        }
    }
}
