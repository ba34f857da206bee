using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Numbers that say how much is made at once, of nothing that the pickle holds: a few bytes of it fill memory.</summary>
/// <remarks>pandas/core/indexes/base.py, <c>Index.__new__</c>: a range as data is written out where a dtype is given;
/// pandas/_libs/internals.pyx, <c>BlockManager._rebuild_blknos_and_blklocs</c>: two numbers for each name of a column;
/// sklearn/gaussian_process/kernels.py, <c>Hyperparameter.__new__</c>: bounds are repeated.</remarks>
internal static class Amounts
{
    private const int MostRows = 10_000_000, MostElements = 10_000;

    /// <summary>A call, or an object that is made with arguments.</summary>
    public static void CheckArguments(PyGlobal function, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        if (arguments.Count is 0 or > ArgumentUse.MostArguments) return;
        if (function is { Module: "sklearn.gaussian_process.kernels", Name: "Hyperparameter" })
        {
            if (arguments.Count > 3 && !(arguments[3].Is(PyKind.Int) && arguments[3].AsInt64() is >= 0 and <= MostElements))
                CallRules.ReportUse(function, "it repeats its bounds for more elements than in any honest file", seen, at);
        }
        else if (function.Module.StartsWith("pandas.", StringComparison.Ordinal) && HasLong(arguments))
            CallRules.ReportUse(function, "it is given a range to write out, of more numbers than in any honest file", seen, at);
    }

    /// <summary>Whether a value is a range of more numbers than in any honest file, or of nobody knows how many.</summary>
    public static bool IsLong(PyValue value)
    {
        if (value.RawReference is not PyObject made || Callables.ClassOf(made) is not { } type
            || made.Arguments.RawReference is not PyTuple { Count: <= ArgumentUse.MostArguments } given) return false;
        if (type.Name is "range" or "xrange" && Callables.RealName(type) is "builtins.range") return IsLong(given);
        return type.Name is "RangeIndex" && type.Module.StartsWith("pandas", StringComparison.Ordinal)
            && (given.Count == 2 && given[1].RawReference is PyDict parts ? IsLong(parts) : IsLong(given));
    }

    private static bool HasLong(PyTuple arguments)
    {
        foreach (PyValue argument in arguments.Items)
        {
            if (IsLong(argument)) return true;
            if (argument.RawReference is not PyDict { Count: <= ArgumentUse.MostArguments } parts) continue;
            foreach (var (_, part) in parts)
            {
                if (IsLong(part)) return true;
            }
        }
        return false;
    }

    // pandas/core/indexes/range.py, __reduce__.
    private static bool IsLong(PyDict parts)
    {
        parts.TryGetValue("start", out PyValue start);
        parts.TryGetValue("stop", out PyValue stop);
        parts.TryGetValue("step", out PyValue step);
        return IsLong(start, stop, step);
    }

    private static bool IsLong(PyTuple given) => given.Count switch
    {
        0 => false,
        1 => IsLong(PyValue.None, given[0], PyValue.None),
        2 => IsLong(given[0], given[1], PyValue.None),
        _ => IsLong(given[0], given[1], given[2]),
    };

    private static bool IsLong(PyValue start, PyValue stop, PyValue step)
    {
        if (!TryNumber(start, 0, out double from) || !TryNumber(stop, 0, out double to) || !TryNumber(step, 1, out double by)) return true;
        return (to - from) / by > MostRows;
    }

    // Of more than 64 bits no honest one is.
    private static bool TryNumber(PyValue value, double missing, out double number)
    {
        number = value.Is(PyKind.Int) ? value.AsInt64() : missing;
        return value.Is(PyKind.Int) || value.IsNone;
    }
}
