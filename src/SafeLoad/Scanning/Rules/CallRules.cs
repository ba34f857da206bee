using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// What a pickle calls: a class whose state may be set is not thereby safe to call, and what is given to a function that calls it must be
/// safe to call itself. Unknown and dangerous names are reported where they are named.
/// </summary>
internal static class CallRules
{
    private const int MostCallers = 8;

    /// <summary>REDUCE, and INST and OBJ.</summary>
    public static void CheckCall(PyValue callable, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        if (callable.RawReference is not PyGlobal global)
        {
            ReportComputed(callable, seen, at);
            return;
        }
        CheckUse(global, GlobalUse.Value, "it is called with arguments", seen, at);
        if (ArgumentUse.IsGenerator(global)) CheckGenerator(global, arguments, seen, at);
    }

    // They call the class or function that they are given. A generator that another call made is data.
    private static void CheckGenerator(PyGlobal global, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        if (arguments.Count > ArgumentUse.MostArguments) ReportUse(global, "it is given more arguments than it takes", seen, at);
        else foreach (PyValue argument in arguments.Items)
        {
            if (argument.RawReference is PyGlobal name && name.Module is not "numpy.random"
                && !name.Module.StartsWith("numpy.random.", StringComparison.Ordinal))
                ReportUse(name, $"{global.FullName} calls it", seen, at);
            else if (argument.RawReference is PyObject && Callables.CanBeCalled(argument)) ReportComputed(argument, seen, at);
        }
    }

    /// <summary>What a call calls in turn: the function among its arguments, and again the function among that one's.</summary>
    /// <param name="global">What is called.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="inner">Told of each call that follows from this one.</param>
    /// <param name="seen">Given what is found.</param>
    /// <param name="at">Where.</param>
    public static void CheckCallers(
        PyGlobal global, PyTuple arguments, Action<PyGlobal, PyTuple> inner, ReadingBuilder seen, CheckpointLocation at)
    {
        for (int depth = 0; arguments.Count > 0 && CallsItsArgument(global); depth++)
        {
            // No honest file nests them; a memo makes a long chain cheap to name again and again.
            if (depth == MostCallers)
            {
                seen.Add(Finding.Of(
                    DiagnosticId.ComputedCall, "functions that call what they are given are nested to hide what is called", at));
                return;
            }
            PyValue called = arguments[0];
            if (called.RawReference is PyObject) ReportComputed(called, seen, at);
            if (called.RawReference is not PyGlobal next) return;
            CheckUse(next, GlobalUse.Value, $"{global.FullName} calls it", seen, at);
            if (next.Meaning is JudgedGlobal { IsShared: true })
                ReportUse(next, $"{global.FullName} changes what it gives, which others may hold too", seen, at);
            // PyTorch's functions make the tensor.
            if (global.Name == "_rebuild_from_type_v2" && !next.Module.StartsWith("torch.", StringComparison.Ordinal)
                && next.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless })
                ReportUse(next, $"{global.FullName} makes a tensor by it", seen, at);
            // Its result is then changed: that is what it was given.
            if (GivenBack.Has(next)) ReportUse(next, $"{global.FullName} changes what it gives back", seen, at);
            if (next.Name.StartsWith("__newobj", StringComparison.Ordinal))
                ReportUse(next, $"{global.FullName} calls it", seen, at);
            if (arguments.Count < 3) return;
            if (arguments[2].RawReference is not PyTuple given)
            {
                if (arguments[2].RawReference is PyObject or PyList or PySet or PyDict)
                    ReportUse(global, "its arguments stand in no tuple", seen, at);
                return;
            }
            inner(next, given);
            (global, arguments) = (next, given);
        }
    }

    /// <summary>NEWOBJ and NEWOBJ_EX.</summary>
    public static void CheckNew(PyValue type, PyTuple arguments, PyValue keywords, ReadingBuilder seen, CheckpointLocation at)
    {
        if (type.RawReference is not PyGlobal global)
        {
            ReportComputed(type, seen, at);
            return;
        }
        CheckUse(global, GlobalUse.Operand, "an object is made of it", seen, at);
        // Of few classes there are any: others look up by them what others hold too, or open the files that they name.
        if (arguments.Count > 0 && !(Callables.TakesArguments(global) && AreTextsAndNumbers(arguments)))
            CheckUse(global, GlobalUse.Value, "an object is made of it with arguments", seen, at);
        // No class of the catalogue is pickled with any, but for SciPy's tuples.
        if (!Callables.TakesKeywords(global) && keywords.RawReference is PyDict { Count: > 0 } or PyObject
            && global.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless })
            ReportUse(global, "an object is made of it with keywords", seen, at);
    }

    /// <summary>APPEND, APPENDS and ADDITEMS: a method of the object is called,
    /// and what its <c>append</c> is the pickle may have set.</summary>
    public static void CheckExtend(PyValue target, ReadingBuilder seen, CheckpointLocation at)
    {
        if (target.RawReference is PyObject { Callable.RawReference: PyGlobal type }
            && (Callables.IsList(type) || Callables.IsReported(type))) return;
        seen.Add(Finding.Of(DiagnosticId.ComputedCall,
            "items are appended to an object that is no list: a method of it is called, and the pickle may have said which", at));
    }

    /// <summary>SETITEM and SETITEMS on an object that is no dict: its own <c>__setitem__</c> is called, which may call whatever its state
    /// has set.</summary>
    public static void CheckSet(PyObject target, ReadingBuilder seen, CheckpointLocation at)
    {
        if (Callables.ClassOf(target) is { } type && (Callables.IsDict(type) || Callables.IsReported(type))) return;
        seen.Add(Finding.Of(DiagnosticId.ComputedCall,
            "items are set on an object that is no dict: a method of it is called, and the pickle may have said which", at));
    }

    /// <summary>A harmless global that is used as more than its entry says.</summary>
    public static void CheckUse(PyGlobal global, GlobalUse needed, string use, ReadingBuilder seen, CheckpointLocation at)
    {
        if (global.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless } judged && judged.Use < needed)
            ReportUse(global, use, seen, at);
    }

    /// <summary>A harmless global that is used in another way than its entry says.</summary>
    public static void ReportUse(PyGlobal global, string use, ReadingBuilder seen, CheckpointLocation at) =>
        seen.Add(Finding.Of(DiagnosticId.UnexpectedUse,
            $"{Printable.Escape(global.FullName)} is harmless as {Describe(global)}; here {Printable.Escape(use)}", at, global.FullName));

    /// <summary>A call of what another call gave: honest pickles call functions and classes by their names. Values that are no objects
    /// cannot be called: the unpickler stops there.</summary>
    public static void ReportComputed(PyValue callable, ReadingBuilder seen, CheckpointLocation at)
    {
        if (callable.RawReference is PyObject)
            seen.Add(Finding.Of(DiagnosticId.ComputedCall,
                "the pickle calls what another call gave it, so what runs cannot be told from its names", at));
    }

    /// <summary>Whether a function calls what it is given, now or when a key is missing.</summary>
    public static bool CallsItsArgument(PyGlobal global) =>
        global.Name is "_rebuild_from_type_v2" or "defaultdict"
        && Callables.RealName(global) is "torch._tensor._rebuild_from_type_v2" or "collections.defaultdict";

    private static bool AreTextsAndNumbers(PyTuple arguments)
    {
        if (arguments.Count > ArgumentUse.MostArguments) return false;
        foreach (PyValue argument in arguments.Items)
        {
            if (argument.RawReference is PyObject or PyGlobal or PyDict or PyList or PyTuple or PySet) return false;
        }
        return true;
    }

    private static string Describe(PyGlobal global) => (global.Meaning as JudgedGlobal?)?.Use switch
    {
        GlobalUse.Name => "a name",
        GlobalUse.Operand => "an object whose state is set",
        _ => "a function that is called with data",
    };
}
