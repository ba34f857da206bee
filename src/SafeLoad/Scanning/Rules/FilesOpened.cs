using SafeLoad.Globals;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Files that harmless classes open because a text says so: no honest pickle gives them such a text.</summary>
/// <param name="zones">Looks for names of time zones.</param>
/// <remarks>pandas: <see cref="ZoneNames"/>.</remarks>
internal sealed class FilesOpened(ZoneNames zones)
{
    /// <summary>BUILD: pandas keeps a time zone among the attributes of a type of elements.</summary>
    public void CheckState(PyObject target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (Callables.ClassOf(target) is { } type && IsPandas(type) && zones.MayBeIn(state)) ReportZone(type, seen, at);
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

    private static bool IsPandas(PyGlobal function) =>
        (function.Module is "pandas" || function.Module.StartsWith("pandas.", StringComparison.Ordinal))
        && function.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless };
}
