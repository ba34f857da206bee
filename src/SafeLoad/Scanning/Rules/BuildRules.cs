using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// BUILD on something that is no new object: a class, function or module itself, or what others hold too. What the state's attributes are
/// is asked elsewhere (<see cref="AttributeRules"/>).
/// </summary>
/// <remarks>Modules/_pickle.c, <c>load_build</c>: <c>__setstate__</c> if the target has one (of a class it is a function that lacks its
/// argument); else the entries of a dict go into <c>__dict__</c> (which a class does not let be written to), and those of the slots in
/// <c>(dict, slots)</c> through <c>setattr</c>.</remarks>
internal static class BuildRules
{
    // Of an exception; no honest one has nearly as many.
    private const int MostAttributes = 64;

    // torch/csrc/jit/python/script_init.cpp: the state is what the class reads, and the class's name.
    private static readonly HashSet<string> s_packed = new(StringComparer.Ordinal)
    {
        "__torch__.torch.classes.quantized.LinearPackedParamsBase", "__torch__.torch.classes.quantized.Conv2dPackedParamsBase",
        "__torch__.torch.classes.quantized.Conv3dPackedParamsBase", "__torch__.torch.classes.quantized.EmbeddingPackedParamsBase",
        "__torch__.torch.classes.sparse.LinearPackedParamsBase", "__torch__.torch.classes.rnn.CellParamsBase",
    };

    /// <summary>BUILD on what a function gave: that can be an object that others hold too, or stand for its argument.</summary>
    public static void CheckObject(PyObject target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (target.Callable.RawReference is not PyGlobal global) return;
        PyGlobal made = Callables.ClassOf(target)!;
        if (Callables.IsException(made) && !HasPlainArguments(state))
            CallRules.ReportUse(made, "its state gives it arguments, which are gone through by their own methods", seen, at);
        if (IsSetAgain(target, made)) CallRules.ReportUse(made, "its state is set a second time", seen, at);
        // The class's own __setstate__ is called, and any class that is registered can be named.
        if (made is { Module: "torch", Name: "ScriptObject" } && !(state.RawReference is PyTuple { Count: 2 } script
            && script[1].Is(PyKind.Str) && s_packed.Contains(script[1].AsString())))
            CallRules.ReportUse(made, "its state is none of a packed weight's", seen, at);
        // torch/utils/hooks.py: the class goes on counting from the number of this one, which infinity would end for all hooks.
        if (made is { Module: "torch.utils.hooks", Name: "RemovableHandle" } && !(state.RawReference is PyTuple { Count: 2 or 3 } handle
            && handle[1].Is(PyKind.Int)))
            CallRules.ReportUse(made, "its state has no number of a hook, from which all hooks are counted on", seen, at);
        // Made of the same arguments once more, SymPy's are the same object.
        if (Expressions.AreFound(made) && !SetsNothing(state))
            CallRules.ReportUse(made, "BUILD changes an expression, which others hold too", seen, at);
        else if (Expressions.Has(made) && !SetsNothing(state) && !ExpressionStates.Is(target, state))
            CallRules.ReportUse(made, "its state is none that SymPy writes of a number or a symbol", seen, at);
        // pandas/core/arrays/arrow/array.py: __setstate__ goes through what it is given, by its own methods.
        if (made.Name.StartsWith("Arrow", StringComparison.Ordinal) && made.Module.StartsWith("pandas.", StringComparison.Ordinal)
            && !(state.RawReference is PyDict attributes && IsOfArrow(attributes, "_pa_array") && IsOfArrow(attributes, "_data")))
            CallRules.ReportUse(made, "its state has no array of Arrow, and it goes through what it has", seen, at);
        PyValue? origin = TypeHint.Origin(target);
        if (origin?.RawReference is PyGlobal changed) CheckGlobal(changed, state, seen, at);
        if (origin is null && !IsShared(global) && !HonestForms.Has(global) && !(made != global && IsFound(target, made))) return;
        CallRules.ReportUse(global, "BUILD changes what it gives, which others may hold too", seen, at);
    }

    // NumPy lets go of the elements that an array has, whoever reads them. Pickle writes one state: where __setstate__ is, a class that has
    // none, and looks attributes up by code of its own, asks of what the first state has set.
    private static bool IsSetAgain(PyObject target, PyGlobal made) =>
        (target.States is { } states && !SetsNothing(states[^1]) && IsClass(made) && !SetsItself(made))
        || ((target.States is not null || made.Name == "_frombuffer")
            && (ArgumentUse.Of(made).MakesArray || made.Module == "numpy" || made.Module.StartsWith("numpy.", StringComparison.Ordinal)));

    // What a class does with its state in __setstate__ is said in its reason.
    private static bool SetsItself(PyGlobal type) =>
        type.Meaning is JudgedGlobal judged && judged.Reason.Contains("its __setstate__ ", StringComparison.Ordinal);

    // Objects/exceptions.c, BaseException_setstate: each entry is set as an attribute, and args becomes a tuple of what it is given.
    private static bool HasPlainArguments(PyValue state)
    {
        if (state.RawReference is not PyDict attributes) return state.RawReference is not PyObject;
        if (attributes.Count > MostAttributes) return false;
        foreach (var (name, value) in attributes)
        {
            if (name.RawReference is PyObject) return false;
            if (name.Is(PyKind.Str) && name.AsBytes().SequenceEqual("args"u8) && value.RawReference is PyObject or PyGlobal) return false;
        }
        return true;
    }

    private static bool IsOfArrow(PyDict attributes, string name) => !attributes.TryGetValue(name, out PyValue array)
        || (array.RawReference is PyObject made && Callables.ClassOf(made) is { Module: "pyarrow.lib" });

    // What a function that makes objects calls may find one that others hold too. Of the base of all it is always a new one.
    private static bool IsFound(PyObject target, PyGlobal made) => (IsShared(made) || Callables.IsLookedUp(made))
        && !(target.Arguments.RawReference is PyTuple { Count: 3 } given && given[1].RawReference is PyGlobal type
            && Callables.RealName(type) == "builtins.object");

    private static bool IsShared(PyGlobal global) => global.Meaning is JudgedGlobal { IsShared: true };

    /// <summary>BUILD on a global itself.</summary>
    public static void CheckGlobal(PyGlobal target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (SetsNothing(state)) return;
        if (IsAttributes(state) && IsClass(target))
        {
            CallRules.ReportUse(target, "BUILD is to change the class itself, which stops the unpickler", seen, at);
            return;
        }
        seen.Add(Finding.Of(DiagnosticId.GlobalModified,
            $"BUILD changes {Printable.Escape(target.FullName)} itself, for the whole process that loads the file", at, target.FullName));
    }

    /// <summary>SETITEM on a global itself: a class has no items, unless its own class says otherwise.</summary>
    public static void CheckItems(PyGlobal target, ReadingBuilder seen, CheckpointLocation at)
    {
        if (target.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Allowed or GlobalJudgement.Harmless })
            CallRules.ReportUse(target, "items are set on it", seen, at);
    }

    // What is an operand is a class; a name or a value may be a function, into whose __dict__ entries go.
    private static bool IsClass(PyGlobal target) =>
        target.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless, Use: GlobalUse.Operand };

    private static bool IsAttributes(PyValue state) =>
        state.RawReference is PyDict || (state.RawReference is PyTuple { Count: 2 } parts && SetsNothing(parts[1]));

    private static bool SetsNothing(PyValue state) => state.IsNone || state.RawReference is PyDict { Count: 0 }
        || (state.RawReference is PyTuple { Count: 2 } parts && IsNothing(parts[0]) && IsNothing(parts[1]));

    private static bool IsNothing(PyValue part) => part.IsNone || part.RawReference is PyDict { Count: 0 };
}
