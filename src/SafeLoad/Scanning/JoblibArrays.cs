using SafeLoad.Diagnostics;
using SafeLoad.Formats.Pickles;
using SafeLoad.Pickle;
using SafeLoad.Text;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>
/// The arrays of a joblib file: each array's bytes follow the BUILD of its wrapper in the middle of the pickle, and the unpickler reads
/// them there. An array of objects is a pickle of its own at that place.
/// </summary>
/// <remarks>joblib/numpy_pickle.py: <c>NumpyArrayWrapper.read_array</c>, <c>NumpyUnpickler.load_build</c>.</remarks>
internal sealed class JoblibArrays(Budget budget)
{
    private const int MostDimensions = 64, MostLookedAt = 1000, Alignment = 16, FewLookedAt = 8, LongestName = 1000;

    // Arrays share their dtypes, and looking through one costs more than naming it.
    private readonly Dictionary<PyObject, (int States, JoblibElement? Element)> _elements = new(ReferenceEqualityComparer.Instance);
    private int _lookedAt;
    private bool _inside;

    // What holds no wrapper. None of it changes, and objects share it.
    private readonly HashSet<PyReference> _plain = new(ReferenceEqualityComparer.Instance);

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
            return Unclear("what follows an array of joblib whose shape or type cannot be read", at, host);
        if (element.IsObject) return ScanObjects(data, position, at, host);
        if (Math.BigMul(count, (long)element.Size, out long bytes) != 0 || bytes < 0 || bytes > int.MaxValue) return long.MaxValue;
        if (Find(state, "numpy_array_alignment_bytes") is not { } alignment || alignment.Is(PyKind.None) || position >= data.End)
            return bytes;
        int padding = 1 + data.Bytes[position];
        return IsPlain(data, position, padding, bytes) ? bytes + padding
            : Unclear("what follows an array of joblib that releases before 1.2 read elsewhere", at, host);
    }

    private long Unclear(string what, CheckpointLocation at, ScanHost host)
    {
        HasUnclear = true;
        host.NotScanned(what, at);
        return 0;
    }

    // Releases before 1.2 know no padding: they take it for the first elements, and the last ones for opcodes. Padding is short, and its
    // bytes are all the same.
    private static bool IsPlain(PickleData data, int position, int padding, long bytes)
    {
        long end = position + padding + bytes;
        if (end > data.End) return true;
        return padding <= 1 + Alignment && !data.Bytes.AsSpan(position + 1, padding - 1).ContainsAnyExcept((byte)0xFF)
            && !CallsSomething(data.Bytes.AsSpan(0, data.End), (int)(end - Math.Min(padding, bytes)), (int)end);
    }

    // Elements are opcodes by chance as well: only what names something in letters, or looks it up and uses it, does so on purpose.
    private static bool CallsSomething(ReadOnlySpan<byte> bytes, int start, int end)
    {
        var reader = new PickleReader(bytes, start);
        bool isLookedUp = false;
        while (reader.Position < end && reader.Read() == PickleStatus.Read && reader.Opcode != PickleOpcode.Stop)
        {
            isLookedUp |= reader.Opcode == PickleOpcode.StackGlobal;
            if (reader.Opcode is PickleOpcode.Global or PickleOpcode.Inst) return IsName(reader.Argument) && IsName(reader.Second);
            if (isLookedUp && reader.Opcode is PickleOpcode.Reduce or PickleOpcode.NewObj or PickleOpcode.NewObjEx or PickleOpcode.Obj)
                return true;
        }
        return false;
    }

    private static bool IsName(ReadOnlySpan<byte> line)
    {
        foreach (byte letter in line)
        {
            if (letter <= ' ') return false;
        }
        return line.Length is > 0 and < LongestName && Utf8Text.IsValid(line);
    }

    private static bool IsWrapper(PyValue callable) =>
        callable.RawReference is PyGlobal global && JoblibName.IsArray(global.Module, global.Name);

    // Made by its class, by a function that makes an object of a class that it is given, or given back by one that got it. Other functions
    // keep what they are given: a tree of scikit-learn has arrays among its arguments and is none.
    private bool MayBeWrapper(PyObject target)
    {
        if (IsWrapper(target.Callable)) return true;
        if (target.Callable.RawReference is not PyObject && !GivesWhatItGets(target)) return false;
        var open = new Stack<PyValue>();
        open.Push(new PyValue(target));
        var seen = new List<PyReference>();
        for (int looked = 0; open.TryPop(out PyValue value); looked++)
        {
            if (looked > MostLookedAt || IsWrapper(value)) return true;
            if (value.RawReference is not (PyTuple or PyObject) || _plain.Contains(value.RawReference)) continue;
            seen.Add(value.RawReference);
            if (value.RawReference is PyTuple tuple)
            {
                foreach (PyValue item in tuple.Items) open.Push(item);
            }
            else if (value.RawReference is PyObject given)
            {
                open.Push(given.Callable);
                if (GivesWhatItGets(given)) open.Push(given.Arguments);
            }
        }
        // Nearly all are as good as nothing.
        if (seen.Count > FewLookedAt || seen.Exists(static one => one is PyTuple { Count: > FewLookedAt })) _plain.UnionWith(seen);
        return false;
    }

    // A type hint makes objects of the class that it is made of.
    private static bool GivesWhatItGets(PyObject made) => made.Callable.RawReference is PyObject
        || (made.Callable.RawReference is PyGlobal function && (Callables.ClassArgument(function) >= 0 || TypeHint.IsAlias(function)
            || function.Name is "scalar" or "_rebuild_from_type_v2"));

    // A plain pickle, whatever is in it: joblib's own reading ends here, so it does not nest. It is written without frames; one that ends
    // behind its pickle some unpicklers read as a whole, and go on behind it.
    private long ScanObjects(PickleData data, int position, CheckpointLocation at, ScanHost host)
    {
        _inside = true;
        try
        {
            PickleMachine.Run(data with { Start = position }, host, budget, out int end);
            return HasFrame(data.Bytes.AsSpan(position, end - position))
                ? Unclear("what follows an array of joblib whose objects stand in a frame", at, host) : end - position;
        }
        finally
        {
            _inside = false;
        }
    }

    private static bool HasFrame(ReadOnlySpan<byte> pickle)
    {
        var reader = new PickleReader(pickle, 0);
        while (reader.Read() == PickleStatus.Read)
        {
            if (reader.Opcode == PickleOpcode.Frame) return true;
        }
        return false;
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
