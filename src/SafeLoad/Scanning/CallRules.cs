using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>
/// What a pickle does with a name that is allowed or harmless: a class whose state may be set is not thereby safe to call,
/// and what is given to a function that calls it must be safe to call itself.
/// Unknown and dangerous names are reported where they are named.
/// </summary>
internal static class CallRules
{
    private const int MostCallers = 8;

    // These give an object that others hold too, or their very argument.
    private static readonly HashSet<string> s_shared =
        new(StringComparer.Ordinal) { "scalar", "getLogger", "_get_thnn_function_backend", "_UTC", "SafeUUID", "Logger" };

    // Their append, extend and add are C's own, which no state changes.
    private static readonly HashSet<string> s_lists = new(StringComparer.Ordinal) { "builtins.list", "builtins.set", "builtins.frozenset",
        "collections.deque", "array.array", "pandas.core.indexes.frozen.FrozenList" };

    // Their __setitem__ is Python's and calls what their state has set.
    private static readonly HashSet<string> s_settable = new(StringComparer.Ordinal) { "ModuleDict", "ParameterDict", "ModuleList",
        "ParameterList", "Sequential", "UserDict", "UserList", "Namespace", "SimpleNamespace" };

    /// <summary>REDUCE, and INST and OBJ.</summary>
    public static void CheckCall(PyValue callable, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        if (callable.RawReference is not PyGlobal global)
        {
            ReportComputed(callable, seen, at);
            return;
        }
        if (IsHarmlessOnlyAs(global, GlobalUse.Call)) ReportUse(global, "it is called with arguments", seen, at);
        if (global.Name is "__randomstate_ctor" or "__generator_ctor" or "__bit_generator_ctor"
            && Array.Find(arguments.Items, static argument => argument.RawReference is PyGlobal { } name
                && !name.Module.StartsWith("numpy.random", StringComparison.Ordinal)).RawReference is PyGlobal other)
            ReportUse(other, $"{global.FullName} calls it", seen, at);
        if (arguments.Count == 0 || !CallsItsArgument(global)) return;
        // _rebuild_from_type_v2(function, type, arguments, state): the function can be one that calls again.
        PyTuple current = arguments;
        for (int depth = 0; current.Count > 0; depth++)
        {
            PyValue called = current[0];
            // No honest file nests them; a memo makes a long chain cheap to name again and again.
            if (depth == MostCallers)
            {
                seen.Add(Finding.Of(
                    DiagnosticId.ComputedCall, "functions that call what they are given are nested to hide what is called", at));
                return;
            }
            if (called.RawReference is PyGlobal { } name && IsHarmlessOnlyAs(name, GlobalUse.Call))
                ReportUse(name, $"{global.FullName} calls it", seen, at);
            else if (called.RawReference is PyObject) ReportComputed(called, seen, at);
            if (called.RawReference is not PyGlobal next || !CallsItsArgument(next) || current.Count < 3
                || current[2].RawReference is not PyTuple inner) break;
            current = inner;
        }
    }

    /// <summary>NEWOBJ and NEWOBJ_EX.</summary>
    public static void CheckNew(PyValue type, ReadingBuilder seen, CheckpointLocation at)
    {
        if (type.RawReference is not PyGlobal global) ReportComputed(type, seen, at);
        else if (IsHarmlessOnlyAs(global, GlobalUse.Object)) ReportUse(global, "an object is made of it", seen, at);
    }

    /// <summary>BUILD on a class, function or module: an attribute of it is set, for the whole process.</summary>
    public static void ReportModified(PyValue target, ReadingBuilder seen, CheckpointLocation at)
    {
        var global = (PyGlobal)target.RawReference!;
        seen.Add(Finding.Of(DiagnosticId.GlobalModified,
            $"BUILD changes {Printable.Escape(global.FullName)} itself, for the whole process that loads the file", at, global.FullName));
    }

    // These call what they are given, now or when a key is missing.
    private static bool CallsItsArgument(PyGlobal global) =>
        (global.Name == "_rebuild_from_type_v2" && global.Module == "torch._tensor")
        || (global.Name == "defaultdict" && global.Module == "collections");

    /// <summary>BUILD on what a function gave: that can be an object that others hold too, or its very argument.</summary>
    public static void CheckBuild(PyObject target, ReadingBuilder seen, CheckpointLocation at)
    {
        if (target.Callable.RawReference is not PyGlobal global) return;
        if (!s_shared.Contains(global.Name) || global.Meaning is not JudgedGlobal { Judgement: GlobalJudgement.Harmless }) return;
        // numpy's scalar(object, x) is x.
        if (target.Arguments.RawReference is PyTuple arguments
            && Array.Exists(arguments.Items, static argument => argument.RawReference is PyGlobal) && global.Name == "scalar")
            ReportModified(Array.FindLast(arguments.Items, static argument => argument.RawReference is PyGlobal), seen, at);
        else ReportUse(global, "BUILD changes what it gives, which others may hold too", seen, at);
    }

    /// <summary>APPEND, APPENDS and ADDITEMS: a method of the object is called,
    /// and what its <c>append</c> is the pickle may have set.</summary>
    public static void CheckExtend(PyValue target, ReadingBuilder seen, CheckpointLocation at)
    {
        if (target.RawReference is PyObject { Callable.RawReference: PyGlobal global }
            && (s_lists.Contains(Real(global))
                || global.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Unknown or GlobalJudgement.Dangerous })) return;
        seen.Add(Finding.Of(DiagnosticId.ComputedCall,
            "items are appended to an object that is no list: a method of it is called, and the pickle may have said which", at));
    }

    /// <summary>SETITEM and SETITEMS on an object that is no dict.</summary>
    public static void CheckSet(PyValue target, ReadingBuilder seen, CheckpointLocation at)
    {
        if (target.RawReference
            is PyObject { Callable.RawReference: PyGlobal { Meaning: JudgedGlobal { Judgement: GlobalJudgement.Harmless } } global }
            && s_settable.Contains(global.Name))
            seen.Add(Finding.Of(DiagnosticId.ComputedCall,
                "items are set on an object that is no dict: a method of it is called, and the pickle may have said which", at));
    }

    /// <summary>The map from attributes to attributes that some classes look into; null if the state has none.</summary>
    public static PyDict? AliasesOf(PyDict names) =>
        names.TryGetValue(StateNames.Aliases, out PyValue map) ? map.RawReference as PyDict : null;

    /// <summary>State that has names which Python looks up by itself, or a map that leads to them.</summary>
    public static void CheckNames(PyDict names, PyDict? aliases, ReadingBuilder seen, CheckpointLocation at)
    {
        foreach (PyValue hook in StateNames.Hooks)
        {
            if (names.TryGetValue(hook, out _) || aliases?.TryGetValue(hook, out _) == true)
                seen.Add(Finding.Of(DiagnosticId.ComputedCall, $"the state sets {hook.AsString()}, which Python calls by itself", at));
        }
    }

    private static string Real(PyGlobal global)
    {
        var (module, name) = GlobalAliases.Resolve(global.Module, global.Name);
        return module + "." + name;
    }

    private static bool IsHarmlessOnlyAs(PyGlobal global, GlobalUse needed) =>
        global.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless } judged && judged.Use < needed;

    private static void ReportUse(PyGlobal global, string use, ReadingBuilder seen, CheckpointLocation at) =>
        seen.Add(Finding.Of(DiagnosticId.UnexpectedUse,
            $"{Printable.Escape(global.FullName)} is harmless as {Describe(global)}; here {Printable.Escape(use)}", at, global.FullName));

    private static string Describe(PyGlobal global) =>
        ((JudgedGlobal)global.Meaning!).Use
            switch { GlobalUse.Name => "a name", GlobalUse.Object => "an object whose state is set", _ =>
                "a function that is called with data" };

    // Honest pickles call functions and classes by their names. Values that are no objects cannot be called: the unpickler stops there.
    private static void ReportComputed(PyValue callable, ReadingBuilder seen, CheckpointLocation at)
    {
        if (callable.RawReference is PyObject)
            seen.Add(Finding.Of(DiagnosticId.ComputedCall,
                "the pickle calls what another call gave it, so what runs cannot be told from its names", at));
    }
}
