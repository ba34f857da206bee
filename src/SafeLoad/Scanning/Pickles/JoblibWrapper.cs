using SafeLoad.Formats.Pickles;
using SafeLoad.Scanning.Rules;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Pickles;

/// <summary>
/// joblib's wrapper of an array, as joblib itself writes it: an object of the class that nothing was given, and one state with nothing in
/// it but what says how the array is read.
/// </summary>
/// <remarks>joblib/numpy_pickle.py, <c>NumpyArrayWrapper</c>: reading calls methods of the wrapper, which attributes of the same names
/// replace. Releases before 1.2 have no <c>numpy_array_alignment_bytes</c>, and pass over no padding.</remarks>
internal static class JoblibWrapper
{
    private const int MostDimensions = 64;

    private static readonly HashSet<string> s_attributes = new(StringComparer.Ordinal)
    {
        "subclass", "shape", "order", "dtype", "allow_mmap", "numpy_array_alignment_bytes",
    };

    private static readonly HashSet<string> s_arrays = new(StringComparer.Ordinal)
    {
        "numpy.ndarray", "numpy.matrix", "numpy.memmap", "numpy.matrixlib.defmatrix.matrix", "numpy.core.memmap.memmap",
    };

    /// <summary>Whether a value is the class.</summary>
    public static bool IsClass(PyValue value) =>
        value.RawReference is PyGlobal global && JoblibName.IsArray(global.Module, global.Name);

    /// <summary>The class of a wrapper that was made as pickle makes one of it, without arguments; null for anything else.</summary>
    public static PyGlobal? ClassOf(PyObject made)
    {
        if (made.Arguments.RawReference is not PyTuple arguments) return null;
        if (IsClass(made.Callable)) return arguments.Count == 0 ? made.Callable.RawReference as PyGlobal : null;
        // Protocols 0 and 1 (copyreg.py, __reduce_ex__).
        return made.Callable.RawReference is PyGlobal function && Callables.RealName(function) == "copyreg._reconstructor"
            && arguments.Count == 3 && arguments[1].RawReference is PyGlobal start && Callables.RealName(start) == "builtins.object"
            && arguments[2].IsNone && IsClass(arguments[0]) ? arguments[0].RawReference as PyGlobal : null;
    }

    /// <summary>The one state of a wrapper, with nothing in it that joblib does not write; null if it is none.</summary>
    public static PyDict? StateOf(PyObject wrapper)
    {
        // Attributes that an earlier state has set stay where the last state has none.
        if (wrapper.States is not { Count: 1 } states || states[0].RawReference is not PyDict state) return null;
        foreach (var (key, _) in state)
        {
            if (!key.Is(PyKind.Str) || !s_attributes.Contains(key.AsString())) return null;
        }
        return (Find(state, "subclass") is not { } type
                || (type.RawReference is PyGlobal global && s_arrays.Contains(global.FullName)))
            && (Find(state, "order") is not { } order || (order.Is(PyKind.Str) && order.AsString() is "C" or "F"))
            && (Find(state, "allow_mmap") is not { } mapped || mapped.Is(PyKind.Bool))
            && (Find(state, "numpy_array_alignment_bytes") is not { } bytes || bytes.IsNone || bytes.Is(PyKind.Int)) ? state : null;
    }

    /// <summary>Whether the array may be mapped instead of read: one of objects never is, since a map of it would take the file's bytes for
    /// addresses.</summary>
    public static bool IsMapped(PyDict state) => Find(state, "allow_mmap") is { } mapped && mapped.AsBool();

    /// <summary>Whether a byte that counts others stands in front of the array's, with as many as it counts.</summary>
    public static bool HasPadding(PyDict state) => Find(state, "numpy_array_alignment_bytes") is { IsNone: false };

    /// <summary>How many elements the array has; null if that cannot be told.</summary>
    public static long? CountOf(PyDict state)
    {
        if (Find(state, "shape")?.RawReference is not PyTuple { Count: <= MostDimensions } shape) return null;
        long count = 1;
        foreach (PyValue size in shape.Items)
        {
            if (!size.Is(PyKind.Int) || size.AsInt64() < 0 || Math.BigMul(count, size.AsInt64(), out count) != 0 || count < 0) return null;
        }
        return count;
    }

    /// <summary>What the array's elements are; null if it is no object.</summary>
    public static PyObject? TypeOf(PyDict state) => Find(state, "dtype")?.RawReference as PyObject;

    private static PyValue? Find(PyDict dict, string key) => dict.TryGetValue(PyValue.FromText(key), out PyValue value) ? value : null;
}
