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
    private const int MostDimensions = 64;

    // An array's wrapper can be built again for three bytes of pickle.
    private readonly Dictionary<PyObject, bool> _hasObjects = new(ReferenceEqualityComparer.Instance);
    private bool _inside;

    /// <summary>How many bytes of raw data follow a BUILD at a position; 0 if the object is no wrapper.</summary>
    public long LengthOf(PyValue target, PickleData data, int position, ScanHost host)
    {
        if (_inside || target.RawReference is not PyObject { Callable.RawReference: PyGlobal wrapper } inert
            || !PickleLoader.IsJoblibArray(wrapper.Module, wrapper.Name)) return 0;
        CheckpointLocation at = data.At(position);
        budget.Watch(at);
        if (inert.States is not { Count: > 0 } states || states[^1].RawReference is not PyDict state || Count(state) is not { } count
            || ElementOf(state) is not { } dtype)
        {
            host.NotScanned("what follows an array of joblib whose shape or type cannot be read", at);
            return 0;
        }
        if (dtype.HasObjects) return ScanObjects(data, position, host);
        long padding = 0;
        if (Find(state, "numpy_array_alignment_bytes") is { } alignment && !alignment.Is(PyKind.None) && position < data.End)
            padding = 1 + data.Bytes[position];
        return Math.BigMul(count, (long)dtype.ItemSize, out long bytes) != 0 || bytes < 0 || bytes > long.MaxValue - padding ? long.MaxValue
            : bytes + padding;
    }

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

    // numpy.dtype('f8', False, True), as it was called: its name tells the size. BUILD adds the byte order;
    // for a record ('V20') its fields, and one of objects makes the whole a pickle.
    private NumpyDType? ElementOf(PyDict state)
    {
        if (Find(state, "dtype")?.RawReference
            is not PyObject { Callable.RawReference: PyGlobal { Name: "dtype" },
                Arguments.RawReference: PyTuple { Count: > 0 } arguments } inert || !arguments[0].Is(PyKind.Str)) return null;
        return NumpyDType.Parse(arguments[0].AsString()) is { } dtype ? HasObjectsOnce(inert)
            ? NumpyDType.Record(dtype.ItemSize, hasObjects: true) : dtype : null;
    }

    private bool HasObjectsOnce(PyObject dtype)
    {
        if (!_hasObjects.TryGetValue(dtype, out bool has)) _hasObjects[dtype] = has = HasObjects(dtype);
        return has;
    }

    private static bool HasObjects(PyObject dtype)
    {
        var open = new Stack<PyValue>();
        open.Push(new PyValue(dtype));
        for (int looked = 0; open.TryPop(out PyValue value); looked++)
        {
            // More than any dtype has: take the worse for given.
            if (looked > 10_000) return true;
            if (value.Is(PyKind.Str) && value.Length is > 0 and < 8 && value.AsBytes().IndexOf((byte)'O') >= 0
                && NumpyDType.Parse(value.AsString()) is { HasObjects: true }) return true;
            switch (value.RawReference)
            {
                case PyTuple tuple: foreach (PyValue item in tuple.Items) open.Push(item); break;
                case PyDict dict: foreach (var pair in dict) open.Push(pair.Value); break;
                case PyList list: foreach (PyValue item in list) open.Push(item); break;
                case PyObject inner:
                    open.Push(inner.Arguments);
                    if (inner.States is { } states) open.Push(new PyValue(states));
                    break;
            }
        }
        return false;
    }

    private static PyValue? Find(PyDict dict, string key) => dict.TryGetValue(PyValue.FromText(key), out PyValue value) ? value : null;
}
