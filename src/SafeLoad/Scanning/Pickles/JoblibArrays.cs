using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Pickles;

/// <summary>
/// The arrays of a joblib file: each array's bytes follow the BUILD of its wrapper in the middle of the pickle, and the unpickler reads
/// them there. An array of objects is a pickle of its own at that place.
/// </summary>
/// <remarks>joblib/numpy_pickle.py: <c>NumpyArrayWrapper.read_array</c>, <c>NumpyUnpickler.load_build</c>.</remarks>
/// <param name="budget">What the file may still cost.</param>
/// <param name="passesPadding">Whether what lies in front of an array is passed over, as joblib does since 1.2.</param>
internal sealed class JoblibArrays(Budget budget, bool passesPadding = true)
{
    /// <summary>Values to look at among what calls were given; no honest file has nearly as many in front of a BUILD.</summary>
    public const int MostLookedAt = 10_000_000;

    private const int Alignment = 16;

    // Arrays share their dtypes, and looking through one costs more than naming it.
    private readonly Dictionary<PyObject, (int States, JoblibElement? Element)> _elements = new(ReferenceEqualityComparer.Instance);
    private PyGlobal? _class;
    private int _ofTypes;
    private bool _inside;

    /// <summary>Whether an array was met of which it is not known which bytes are its own: all bytes must be searched then.</summary>
    public bool HasUnclear { get; private set; }

    /// <summary>Whether an array was met that not every release of joblib reads from the same place.</summary>
    public bool HasPadding { get; private set; }

    /// <summary>Values that were looked at among what calls were given.</summary>
    public int LookedAt { get; private set; }

    /// <summary>How many bytes of raw data follow a BUILD at a position; 0 if the object is no wrapper.</summary>
    /// <param name="target">The object; then the array that stands in its place.</param>
    /// <param name="data">The pickle.</param>
    /// <param name="position">Where the next opcode stands.</param>
    /// <param name="isInFrame">Whether a frame goes on behind BUILD.</param>
    /// <param name="host">Told of what is found.</param>
    public long LengthOf(ref PyValue target, PickleData data, int position, bool isInFrame, ScanHost host)
    {
        if (_inside || target.RawReference is not PyObject inert) return 0;
        CheckpointLocation at = data.At(position);
        if (JoblibWrapper.ClassOf(inert) is not { } type) return MayBeWrapper(inert) ? Unclear(host, at, inert) : 0;
        budget.Watch(at);
        // The other class is none to who knows only one of the two.
        _class ??= type;
        if (isInFrame || _class.Module != type.Module || JoblibWrapper.StateOf(inert) is not { } state) return Unclear(host, at, inert);
        if (JoblibWrapper.CountOf(state) is not { } count || ElementOf(state) is not { } element) return Unclear(host, at);
        if (element.IsObject)
            return JoblibWrapper.IsMapped(state) ? Unclear(host, at, inert) : ScanObjects(out target, data, position, host, inert);
        target = NewArray();
        HasPadding |= JoblibWrapper.HasPadding(state);
        long padding = 0;
        if (passesPadding && JoblibWrapper.HasPadding(state) && position < data.End)
        {
            padding = 1 + data.Bytes[position];
            if (!IsPadding(data.Bytes.AsSpan(position + 1, (int)Math.Min(padding - 1, data.End - position - 1)))) Unclear(host, at, inert);
        }
        return Math.BigMul(count, (long)element.Size, out long bytes) != 0 || bytes < 0 || bytes > long.MaxValue - padding ? long.MaxValue
            : bytes + padding;
    }

    private long Unclear(ScanHost host, CheckpointLocation at, PyObject? wrapper = null)
    {
        HasUnclear = true;
        host.NotScanned("what follows an array of joblib whose shape or type cannot be read", at);
        if (wrapper is not null) host.UnexpectedArray(wrapper, at);
        return 0;
    }

    // As much as aligns the array, of one byte again and again.
    private static bool IsPadding(ReadOnlySpan<byte> bytes) => bytes.Length <= Alignment && !bytes.ContainsAnyExcept((byte)0xFF);

    // Whatever got the class can have made an object of it, or give back one that it got. joblib gives the class to nobody, and an array
    // stands in a wrapper's place as soon as it was read.
    private bool MayBeWrapper(PyObject target)
    {
        if (JoblibWrapper.IsClass(target.Callable)) return true;
        if (target.Arguments.RawReference is PyTuple { Count: 0 } && target.Callable.RawReference is PyGlobal) return false;
        // It was said at that place.
        if (LookedAt >= MostLookedAt) return false;
        var seen = new HashSet<PyReference>(ReferenceEqualityComparer.Instance) { target };
        var open = new Stack<PyValue>([target.Callable, target.Arguments]);
        while (open.TryPop(out PyValue value))
        {
            if (++LookedAt >= MostLookedAt || JoblibWrapper.IsClass(value)) return true;
            if (value.RawReference is PyTuple or PyList or PyDict or PySet or PyObject && seen.Add(value.RawReference))
                Open(value.RawReference, open);
        }
        return false;
    }

    private static void Open(PyReference value, Stack<PyValue> open)
    {
        switch (value)
        {
            case PyTuple tuple: foreach (PyValue item in tuple.Items) open.Push(item); break;
            case PyList list: foreach (PyValue item in list) open.Push(item); break;
            case PySet set: foreach (PyValue item in set) open.Push(item); break;
            case PyDict dict:
                foreach (var (key, item) in dict)
                {
                    open.Push(key);
                    open.Push(item);
                }
                break;
            case PyObject made:
                open.Push(made.Callable);
                open.Push(made.Arguments);
                if (made.States is { } states) open.Push(new PyValue(states));
                if (made.Items is { } items) open.Push(new PyValue(items));
                if (made.Entries is { } entries) open.Push(new PyValue(entries));
                break;
        }
    }

    // A plain pickle, whatever is in it: joblib's own reading ends here, so it does not nest. A frame that reaches beyond STOP is read
    // whole, and what follows is then read from behind it.
    private long ScanObjects(out PyValue array, PickleData data, int position, ScanHost host, PyObject wrapper)
    {
        _inside = true;
        try
        {
            array = PickleMachine.Run(data with { Start = position }, host, budget, out int end);
            return HasOpenFrame(data.Bytes.AsSpan(0, end), position) ? Unclear(host, data.At(position), wrapper) : end - position;
        }
        finally
        {
            _inside = false;
        }
    }

    // Whether a frame ends elsewhere than between two opcodes, or begins in another one.
    private static bool HasOpenFrame(ReadOnlySpan<byte> bytes, int position)
    {
        var reader = new PickleReader(bytes, position);
        ulong end = 0;
        while (reader.Read() == PickleStatus.Read)
        {
            bool isInside = (ulong)reader.Offset < end;
            if (isInside && (reader.Opcode == PickleOpcode.Frame || (ulong)reader.Position > end)) return true;
            if (reader.Opcode != PickleOpcode.Frame) continue;
            if ((ulong)reader.Number > (ulong)(bytes.Length - reader.Position)) return true;
            end = (ulong)reader.Position + (ulong)reader.Number;
        }
        return false;
    }

    private JoblibElement? ElementOf(PyDict state)
    {
        if (JoblibWrapper.TypeOf(state) is not { } dtype) return null;
        int count = dtype.States?.Count ?? 0;
        if (!_elements.TryGetValue(dtype, out var known) || known.States != count)
            _elements[dtype] = known = (count, JoblibElement.Read(dtype, ref _ofTypes));
        return known.Element;
    }

    // As plain pickle makes one.
    private static PyValue NewArray()
    {
        const string Module = "numpy.core.multiarray", Name = "_reconstruct";
        return new(new PyObject(
            new PyValue(new PyGlobal(Module, Name, GlobalCatalog.Judge(Module, Name))), new PyValue(PyTuple.Empty)));
    }
}
