using SafeLoad.Diagnostics;
using SafeLoad.Formats.Pickles;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>
/// The arrays of a joblib file: each array's bytes follow the BUILD of its wrapper in the middle of the pickle, and the unpickler reads
/// them there. An array of objects is a pickle of its own at that place.
/// </summary>
/// <remarks>joblib/numpy_pickle.py: <c>NumpyArrayWrapper.read_array</c>, <c>NumpyUnpickler.load_build</c>.</remarks>
internal sealed class JoblibArrays(Budget budget)
{
    private const int MostDimensions = 64, MostLookedAt = 1000;

    // Arrays share their dtypes, and looking through one costs more than naming it.
    private readonly Dictionary<PyObject, (int States, JoblibElement? Element)> _elements = new(ReferenceEqualityComparer.Instance);
    private int _lookedAt;
    private bool _inside;

    /// <summary>Whether an array was met of which it is not known which bytes are its own: all bytes must be searched then.</summary>
    public bool HasUnclear { get; private set; }

    /// <summary>How many bytes of raw data follow a BUILD at a position; 0 if the object is no wrapper.</summary>
    public long LengthOf(PyValue target, PickleData data, int position, bool isInFrame, ScanHost host)
    {
        if (_inside || target.RawReference is not PyObject inert || !MayBeWrapper(inert)) return 0;
        CheckpointLocation at = data.At(position);
        budget.Watch(at);
        // Attributes that a constructor or an earlier state has set stay where the last state has none: only one state is plain.
        if (isInFrame || !IsWrapper(inert.Callable) || inert.States is not { Count: 1 } states || states[0].RawReference is not PyDict state
            || inert.Arguments.RawReference is not PyTuple { Count: 0 } || Count(state) is not { } count
            || ElementOf(state) is not { } element || !IsOrder(state))
        {
            HasUnclear = true;
            host.NotScanned("what follows an array of joblib whose shape or type cannot be read", at);
            return 0;
        }
        if (element.IsObject) return ScanObjects(data, position, host);
        long padding = 0;
        if (Find(state, "numpy_array_alignment_bytes") is { } alignment && !alignment.Is(PyKind.None) && position < data.End)
            padding = 1 + data.Bytes[position];
        return Math.BigMul(count, (long)element.Size, out long bytes) != 0 || bytes < 0 || bytes > long.MaxValue - padding ? long.MaxValue
            : bytes + padding;
    }

    private static bool IsWrapper(PyValue callable) =>
        callable.RawReference is PyGlobal global && JoblibName.IsArray(global.Module, global.Name);

    // Made by its class, by a function that makes an object of a class that it is given, or given back by one that got it. Other functions
    // keep what they are given: a tree of scikit-learn has arrays among its arguments and is none.
    private static bool MayBeWrapper(PyObject target)
    {
        if (IsWrapper(target.Callable)) return true;
        if (!GivesWhatItGets(target)) return false;
        var open = new Stack<PyValue>();
        open.Push(target.Arguments);
        for (int looked = 0; open.TryPop(out PyValue value); looked++)
        {
            if (looked > MostLookedAt || IsWrapper(value)) return true;
            if (value.RawReference is PyTuple tuple)
            {
                foreach (PyValue item in tuple.Items) open.Push(item);
            }
            else if (value.RawReference is PyObject given)
            {
                if (IsWrapper(given.Callable)) return true;
                if (GivesWhatItGets(given)) open.Push(given.Arguments);
            }
        }
        return false;
    }

    private static bool GivesWhatItGets(PyObject made) => made.Callable.RawReference is PyGlobal function
        && (Callables.ClassArgument(function) >= 0 || function.Name is "scalar" or "_rebuild_from_type_v2");

    // A plain pickle, whatever is in it: joblib's own reading ends here, so it does not nest.
    private long ScanObjects(PickleData data, int position, ScanHost host)
    {
        _inside = true;
        try
        {
            PickleMachine.Run(data with { Start = position }, host, budget, out int end);
            return end - position;
        }
        finally
        {
            _inside = false;
        }
    }

    private static long? Count(PyDict state)
    {
        if (Find(state, "shape")?.RawReference is not PyTuple { Count: <= MostDimensions } shape) return null;
        long count = 1;
        foreach (PyValue size in shape.Items)
        {
            if (!size.Is(PyKind.Int) || size.AsInt64() < 0 || Math.BigMul(count, size.AsInt64(), out count) != 0 || count < 0) return null;
        }
        return count;
    }

    private JoblibElement? ElementOf(PyDict state)
    {
        if (Find(state, "dtype")?.RawReference is not PyObject dtype) return null;
        int count = dtype.States?.Count ?? 0;
        if (!_elements.TryGetValue(dtype, out var known) || known.States != count)
            _elements[dtype] = known = (count, JoblibElement.Read(dtype, ref _lookedAt));
        return known.Element;
    }

    // Rows or columns first: as many bytes, if it is one of the two.
    private static bool IsOrder(PyDict state) =>
        Find(state, "order") is not { } order || (order.Is(PyKind.Str) && order.AsString() is "C" or "F");

    private static PyValue? Find(PyDict dict, string key) => dict.TryGetValue(PyValue.FromText(key), out PyValue value) ? value : null;
}
