using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Files that harmless classes open because a text says so: no honest pickle gives them such a text.</summary>
/// <remarks>xgboost before 1.1, sklearn.py, <c>XGBModel.__setstate__</c>; pandas/_libs/tslibs/timezones.pyx, <c>maybe_get_tz</c>.
/// </remarks>
internal static class FilesOpened
{
    /// <summary>BUILD on a booster's estimator: what stands for the booster and is none is the name of a file, or of a place in the net,
    /// that a booster is read from.</summary>
    public static void CheckState(PyObject target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (state.RawReference is not PyDict dict || Callables.ClassOf(target) is not { Module: "xgboost.sklearn" } type
            || !dict.TryGetValue("_Booster", out PyValue booster)) return;
        if (booster.IsNone || booster.Is(PyKind.Bytes) || booster.Is(PyKind.ByteArray)
            || (booster.RawReference is PyObject made && Callables.ClassOf(made) is { Module: "xgboost.core" or "builtins" })) return;
        CallRules.ReportUse(type, "its state has no booster, but what versions before 1.1 open as a file", seen, at);
    }

    /// <summary>What makes an index, a time or a type of elements is given a time zone by a name that can be a path.</summary>
    public static void CheckArguments(PyGlobal function, PyTuple arguments, PyValue keywords, ReadingBuilder seen, CheckpointLocation at)
    {
        int type = Callables.ClassArgument(function);
        PyGlobal? made = IsPandas(function) ? function
            : type >= 0 && type < arguments.Count && arguments[type].RawReference is PyGlobal named && IsPandas(named) ? named : null;
        if (made is null) return;
        bool isFound = HasZone(keywords);
        for (int i = 0; i < Math.Min(arguments.Count, 64) && !isFound; i++) isFound = HasZone(arguments[i]);
        if (isFound) CallRules.ReportUse(made, "it is given a time zone by name, which pandas reads from any file", seen, at);
    }

    private static bool IsPandas(PyGlobal function) =>
        (function.Module is "pandas" || function.Module.StartsWith("pandas.", StringComparison.Ordinal))
        && function.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless };

    // Alone, or as a part of a type's name: datetime64[ns, dateutil/...]. __newobj_ex__ has a tuple and a dict of arguments.
    private static bool HasZone(PyValue value)
    {
        if (value.RawReference is PyTuple { Count: < 64 } given)
        {
            foreach (PyValue item in given.Items)
            {
                if (IsPath(item) || IsComputedText(item)) return true;
            }
            return false;
        }
        if (value.RawReference is not PyDict { Count: < 64 } dict) return IsPath(value) || IsComputedText(value);
        foreach (var (key, item) in dict)
        {
            if ((IsPath(item) || IsComputedText(item)) && key.Is(PyKind.Str) && key.AsString() is "tz" or "dtype") return true;
        }
        return false;
    }

    private static bool IsPath(PyValue value) => value.Is(PyKind.Str) && value.AsBytes().IndexOf("dateutil/"u8) >= 0;

    // What the text is, the pickle does not say: str of something, or a scalar of NumPy's type of texts.
    private static bool IsComputedText(PyValue value)
    {
        if (value.RawReference is not PyObject made || made.Callable.RawReference is not PyGlobal type) return false;
        if (Callables.RealName(type) is "builtins.str") return true;
        return type.Name == "scalar" && made.Arguments.RawReference is PyTuple { Count: > 0 } given
            && given[0].RawReference is PyObject { Arguments.RawReference: PyTuple { Count: > 0 } kind }
            && kind[0].Is(PyKind.Str) && kind[0].AsBytes().TrimStart("<>=|"u8).StartsWith("U"u8);
    }
}
