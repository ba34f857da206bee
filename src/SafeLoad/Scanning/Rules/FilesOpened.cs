using SafeLoad.Globals;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Files that harmless classes open because a text says so: no honest pickle gives them such a text.</summary>
/// <param name="zones">Looks for names of time zones.</param>
/// <remarks>xgboost before 1.1, sklearn.py, <c>XGBModel.__getstate__</c> and <c>__setstate__</c>; pandas:
/// <see cref="ZoneNames"/>.</remarks>
internal sealed class FilesOpened(ZoneNames zones)
{
    /// <summary>BUILD on a booster's estimator: what stands for the booster and is none is the name of a file, or of a place in the net,
    /// that a booster is read from. pandas keeps a time zone among the attributes of a type of elements.</summary>
    public void CheckState(PyObject target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (Callables.ClassOf(target) is not { } type) return;
        if (type.Module == "xgboost.sklearn" && !HasBooster(state))
            CallRules.ReportUse(type, "its state has no booster, but what versions before 1.1 open as a file", seen, at);
        if (IsPandas(type) && zones.MayBeIn(state)) ReportZone(type, seen, at);
    }

    /// <summary>What makes an index, a time or a type of elements is given a time zone by a name that can be a path.</summary>
    public void CheckArguments(PyGlobal function, PyTuple arguments, PyValue keywords, ReadingBuilder seen, CheckpointLocation at)
    {
        if (function is { Name: "tzfile", Module: "dateutil.tz" or "dateutil.tz.tz" } && !(arguments.Count > 0 && arguments[0].IsNone))
            CallRules.ReportUse(function, "it is given a file, which it reads", seen, at);
        int type = Callables.ClassArgument(function);
        PyGlobal? made = IsPandas(function) ? function
            : type >= 0 && type < arguments.Count && arguments[type].RawReference is PyGlobal named && IsPandas(named) ? named : null;
        // What is a list holds names.
        if (made is null || Callables.IsList(made)) return;
        bool isFound = arguments.Count > ArgumentUse.MostArguments || zones.MayBeIn(keywords);
        for (int i = 0; i < arguments.Count && !isFound; i++) isFound = zones.MayBeIn(arguments[i]);
        if (isFound) ReportZone(made, seen, at);
    }

    private static void ReportZone(PyGlobal made, ReadingBuilder seen, CheckpointLocation at) =>
        CallRules.ReportUse(made, "it is given a time zone by name, which pandas reads from any file", seen, at);

    // It pickles the booster's bytes as a bytearray, later versions the booster itself.
    private static bool HasBooster(PyValue state) => state.RawReference is PyDict attributes
        && (!attributes.TryGetValue("_Booster", out PyValue booster) || booster.IsNone || booster.Is(PyKind.ByteArray)
            || (booster.RawReference is PyObject made && Callables.ClassOf(made) is { } type
                && (type.Module == "xgboost.core" || Callables.RealName(type) == "builtins.bytearray")));

    private static bool IsPandas(PyGlobal function) =>
        (function.Module is "pandas" || function.Module.StartsWith("pandas.", StringComparison.Ordinal))
        && function.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless };
}
