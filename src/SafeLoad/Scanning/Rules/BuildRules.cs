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
    /// <summary>BUILD on what a function gave: that can be an object that others hold too, or stand for its argument.</summary>
    public static void CheckObject(PyObject target, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        if (target.Callable.RawReference is not PyGlobal global) return;
        PyGlobal made = Callables.ClassOf(target)!;
        StateForms.Check(made, state, seen, at);
        if (IsSetAgain(target, made)) CallRules.ReportUse(made, "its state is set a second time", seen, at);
        // Made of the same arguments once more, SymPy's are the same object.
        if (Expressions.AreFound(made) && !SetsNothing(state))
            CallRules.ReportUse(made, "BUILD changes an expression, which others hold too", seen, at);
        else if (Expressions.Has(made) && !SetsNothing(state) && !ExpressionStates.Is(target, state))
            CallRules.ReportUse(made, "its state is none that SymPy writes of a number or a symbol", seen, at);
        PyValue? origin = TypeHint.Origin(target);
        if (origin?.RawReference is PyGlobal changed) CheckGlobal(changed, state, seen, at);
        if (origin is null && !IsShared(global) && !HonestForms.Has(global) && !(made != global && IsFound(target, made))) return;
        CallRules.ReportUse(global, "BUILD changes what it gives, which others may hold too", seen, at);
    }

    // Pickle writes one state. NumPy lets go of the elements that an array has, whoever reads them; a tree of scikit-learn writes its
    // second one into the memory of the first (sklearn/tree/_tree.pyx, Tree.__setstate__ and _resize_c); a class that has no __setstate__,
    // and looks attributes up by code of its own, asks of what the first one has set.
    private static bool IsSetAgain(PyObject target, PyGlobal made) =>
        (target.States is { } states && (states.Count > 1 || !SetsNothing(states[0]))
            && made.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless })
        || ((target.States is not null || made.Name == "_frombuffer")
            && (ArgumentUse.Of(made).MakesArray || made.Module == "numpy" || made.Module.StartsWith("numpy.", StringComparison.Ordinal)));

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
