using SafeLoad.Common;
using SafeLoad.Globals;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>
/// What a pickle does with a name that is allowed or harmless: a class whose state may be set is not thereby safe to call, and what is given
/// to a function that calls it must be safe to call itself. Unknown and dangerous names are reported where they are named.
/// </summary>
internal static class CallRules
{
    // These give an object that others hold too, or their very argument.
    private static readonly HashSet<string> s_shared = new(StringComparer.Ordinal) { "scalar", "getLogger", "_get_thnn_function_backend", "_UTC", "SafeUUID", "Logger" };

    private static readonly HashSet<string> s_lists = new(StringComparer.Ordinal) { "list", "deque", "set", "frozenset", "FrozenList", "UserList", "L", "array", "ndarray", "TypedList", "AttrList" };

    /// <summary>REDUCE, and INST and OBJ.</summary>
    public static void CheckCall(PyValue callable, PyTuple arguments, PickleTrace trace, CheckpointLocation at)
    {
        if (callable.RawReference is not PyGlobal global)
        {
            ReportComputed(callable, trace, at);
            return;
        }
        if (IsHarmlessOnlyAs(global, GlobalUse.Call)) ReportUse(global, "it is called with arguments", trace, at);
        if (global.Name is "__randomstate_ctor" or "__generator_ctor" or "__bit_generator_ctor" && Array.Find(arguments.Items, static argument => argument.RawReference is PyGlobal { } name && !name.Module.StartsWith("numpy.random", StringComparison.Ordinal)).RawReference is PyGlobal other)
            ReportUse(other, $"{global.FullName} calls it", trace, at);
        if (arguments.Count == 0 || !CallsItsArgument(global)) return;
        PyValue called = arguments[0];
        if (called.RawReference is PyGlobal { } name && IsHarmlessOnlyAs(name, GlobalUse.Call)) ReportUse(name, $"{global.FullName} calls it", trace, at);
        else if (called.RawReference is PyObject) ReportComputed(called, trace, at);
    }

    /// <summary>NEWOBJ and NEWOBJ_EX.</summary>
    public static void CheckNew(PyValue type, PickleTrace trace, CheckpointLocation at)
    {
        if (type.RawReference is not PyGlobal global) ReportComputed(type, trace, at);
        else if (IsHarmlessOnlyAs(global, GlobalUse.Object)) ReportUse(global, "an object is made of it", trace, at);
    }

    /// <summary>BUILD on a class, function or module: an attribute of it is set, for the whole process.</summary>
    public static void ReportModified(PyValue target, PickleTrace trace, CheckpointLocation at)
    {
        var global = (PyGlobal)target.RawReference!;
        trace.Add(new Finding(DiagnosticId.GlobalModified, Severity.Error, Verdict.Dangerous, $"BUILD changes {Printable.Escape(global.FullName)} itself, for the whole process that loads the file", at, global.FullName));
    }

    // These call what they are given, now or when a key is missing.
    private static bool CallsItsArgument(PyGlobal global) =>
        (global.Name == "_rebuild_from_type_v2" && global.Module == "torch._tensor") || (global.Name == "defaultdict" && global.Module == "collections");

    /// <summary>BUILD on what a function gave: that can be an object that others hold too, or its very argument.</summary>
    public static void CheckBuild(PyObject target, PickleTrace trace, CheckpointLocation at)
    {
        if (target.Callable.RawReference is not PyGlobal global) return;
        if (!s_shared.Contains(global.Name) || global.Meaning is not JudgedGlobal { Judgement: GlobalJudgement.Harmless }) return;
        // numpy's scalar(object, x) is x.
        if (target.Arguments.RawReference is PyTuple arguments && Array.Exists(arguments.Items, static argument => argument.RawReference is PyGlobal) && global.Name == "scalar")
            ReportModified(Array.FindLast(arguments.Items, static argument => argument.RawReference is PyGlobal), trace, at);
        else ReportUse(global, "BUILD changes what it gives, which others may hold too", trace, at);
    }

    /// <summary>APPEND, APPENDS and ADDITEMS: a method of the object is called, and what its <c>append</c> is the pickle may have set.</summary>
    public static void CheckExtend(PyValue target, PickleTrace trace, CheckpointLocation at)
    {
        if (target.RawReference is PyObject { Callable.RawReference: PyGlobal global } && (s_lists.Contains(global.Name) || global.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Unknown or GlobalJudgement.Dangerous })) return;
        trace.Add(new Finding(DiagnosticId.ComputedCall, Severity.Warning, Verdict.Suspicious, "items are appended to an object that is no list: a method of it is called, and the pickle may have said which", at));
    }

    private static bool IsHarmlessOnlyAs(PyGlobal global, GlobalUse needed) => global.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless } judged && judged.Use < needed;

    private static void ReportUse(PyGlobal global, string use, PickleTrace trace, CheckpointLocation at) =>
        trace.Add(new Finding(DiagnosticId.UnexpectedUse, Severity.Warning, Verdict.Suspicious, $"{Printable.Escape(global.FullName)} is harmless as {Describe(global)}; here {Printable.Escape(use)}", at, global.FullName));

    private static string Describe(PyGlobal global) => ((JudgedGlobal)global.Meaning!).Use switch { GlobalUse.Name => "a name", GlobalUse.Object => "an object whose state is set", _ => "a function that is called with data" };

    // Honest pickles call functions and classes by their names. Values that are no objects cannot be called: the unpickler stops there.
    private static void ReportComputed(PyValue callable, PickleTrace trace, CheckpointLocation at)
    {
        if (callable.RawReference is PyObject) trace.Add(new Finding(DiagnosticId.ComputedCall, Severity.Warning, Verdict.Suspicious, "the pickle calls what another call gave it, so what runs cannot be told from its names", at));
    }
}
