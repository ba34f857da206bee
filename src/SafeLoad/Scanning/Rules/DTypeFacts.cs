using SafeLoad.Globals;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>What is known of a NumPy dtype in a pickle.</summary>
/// <param name="Size">Bytes of one element.</param>
/// <param name="HasObjects">Whether there are addresses of objects among them.</param>
/// <param name="IsFlexible">Whether a state sets the size: of bytes, text and records.</param>
/// <param name="IsVoid">Whether elements are records, or bytes without meaning.</param>
internal readonly record struct DTypeFacts(long Size, bool HasObjects, bool IsFlexible, bool IsVoid)
{
    /// <summary><c>numpy.dtype('f8', False, True)</c>; null if it has no plain name.</summary>
    public static DTypeFacts? OfName(PyObject dtype) =>
        dtype.Callable.RawReference is PyGlobal && dtype.Arguments.RawReference is PyTuple { Count: > 0 and <= 3 } arguments
        && arguments[0].Is(PyKind.Str) && NumpyDType.Parse(arguments[0].AsString()) is { } type
            ? new DTypeFacts(type.ItemSize, type.HasObjects, type.Code is 'S' or 'U' or 'V', type.Code is 'V') : null;

    /// <summary><c>numpy.dtype(numpy.record, False, True)</c>, whose size is in the state, or of a class of ml_dtypes, which says to NumPy
    /// which dtype it has. Any other class is the dtype of objects to NumPy.</summary>
    public static DTypeFacts? OfClass(PyObject dtype, long size)
    {
        if (dtype.Arguments.RawReference is not PyTuple { Count: > 0 and <= 3 } arguments || arguments[0].RawReference is not PyGlobal type)
            return null;
        bool isNumpys = type.Module == "numpy" || type.Module.StartsWith("numpy.", StringComparison.Ordinal);
        if (isNumpys && type.Name is "record" or "void")
            return size < 0 ? null : new DTypeFacts(size, HasObjects: false, IsFlexible: true, IsVoid: true);
        // Without being copied it is the one dtype that all hold.
        return type.Module == "ml_dtypes" && arguments.Count == 3 && arguments[2].Is(PyKind.Bool) && arguments[2].AsBool()
            && type.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless }
            ? new DTypeFacts(type.Name == "bfloat16" ? 2 : 1, HasObjects: false, IsFlexible: true, IsVoid: false) : null;
    }
}
