using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// What functions that are safe to call do with their arguments beyond keeping them: set them as attributes or hooks, make an instance of
/// them, go through them by their own methods.
/// </summary>
/// <param name="attributes">What is known of the dicts of this content.</param>
internal sealed class ArgumentRules(AttributeRules attributes)
{
    private readonly HandedArguments _handed = new(attributes.Search);
    private readonly ArrowArrays _arrow = new();
    private readonly Expressions _expressions = new();

    /// <summary>A call, and what it gives.</summary>
    public void Check(PyGlobal function, PyTuple arguments, PyReference? result, ReadingBuilder seen, CheckpointLocation at)
    {
        if (arguments.Count == 0) return;
        attributes.Files.CheckArguments(function, arguments, default, seen, at);
        Amounts.CheckArguments(function, arguments, seen, at);
        _arrow.CheckArguments(function, arguments, seen, at);
        _expressions.CheckArguments(function, arguments, result, seen, at);
        ArgumentUse use = ArgumentUse.Of(function);
        if (!use.Converts) CheckSeries(function, arguments, seen, at);
        if (use.IsNone) return;
        if (arguments.Count > ArgumentUse.MostArguments)
        {
            CallRules.ReportUse(function, "it is given more arguments than it takes", seen, at);
            return;
        }
        if (use.Hooks >= 0 && use.Hooks < arguments.Count) attributes.SetTensorHooks(arguments[use.Hooks], seen, at);
        if (use.State >= 0 && use.State < arguments.Count) attributes.SetState(null, arguments[use.State], seen, at);
        if (use.Class >= 0 && use.Class < arguments.Count) CheckClass(function, arguments[use.Class], seen, at);
        if (use.IsTensor) CheckTensor(function, arguments[0], seen, at);
        if (use.Sets) SetAll(arguments, seen, at);
        if (use.Copies && result is PyObject) attributes.Copied(result, arguments[^1], seen, at);
        if (use.Converts && CheckConverted(function, arguments, seen, at)) return;
        if (use.Hashes) attributes.Hashed(arguments[0], seen, at);
        if (use.TakesData) _handed.Check(function, use, arguments, seen, at);
        if (use.IsOther) CheckOther(function, use, Callables.RealName(function), arguments, result, seen, at);
    }

    private void CheckOther(
        PyGlobal function, ArgumentUse use, string name, PyTuple arguments, PyReference? result, ReadingBuilder seen,
        CheckpointLocation at)
    {
        if (TypeHint.IsAlias(function) && !HonestForms.AreTypes(arguments))
            CallRules.ReportUse(function, "it is made of what is no type", seen, at);
        if (use.IsOpened && HasCallable(arguments))
            CallRules.ReportUse(function, "it is given an object that has something to call among its attributes", seen, at);
        // What a range pickles; that the three are numbers is the loader's check.
        if (function.Name == "xrange" && arguments.Count != 3)
            CallRules.ReportUse(function, "it is not given start, end and step", seen, at);
        if (name.StartsWith("copyreg.", StringComparison.Ordinal)) CheckReconstructed(name, arguments, result, seen, at);
        if (name is ArgumentUse.JaxArray && !IsJaxArray(arguments))
            CallRules.ReportUse(function, "it calls what it is given, and that is not NumPy's function that makes an array", seen, at);
        // A tensor is made one of a class without calling the class.
        if (name is "torch._tensor._rebuild_from_type_v2" && arguments.Count > 1) CallRules.ReportComputed(arguments[1], seen, at);
        if (name is "torch._utils._rebuild_wrapper_subclass") CallRules.ReportComputed(arguments[0], seen, at);
    }

    // What is called itself is judged as that.
    private bool HasCallable(PyTuple arguments)
    {
        PyValue[] given = arguments.Items.ToArray();
        for (int i = 0; i < given.Length; i++)
        {
            if (given[i].RawReference is PyGlobal) given[i] = PyValue.None;
        }
        return attributes.Search.IsInside(given);
    }

    // jax/_src/array.py: (function, arguments, state, what is known of it), as numpy.ndarray.__reduce__ gives them.
    private bool IsJaxArray(PyTuple arguments) => arguments.Count == 4
        && arguments[0].RawReference is PyGlobal function && ArgumentUse.Of(function).MakesArray
        && arguments[1].RawReference is PyTuple { Count: 3 } given && given[0].RawReference is PyGlobal { Module: "numpy", Name: "ndarray" }
        && given[1].RawReference is PyTuple && (given[2].Is(PyKind.Bytes) || given[2].Is(PyKind.Str))
        && arguments[2].RawReference is PyTuple && arguments[3].RawReference is PyDict
        && !attributes.Search.IsInside([given[1], arguments[2], arguments[3]]);

    // copyreg._reconstructor(type, base, state): base.__new__(type, state) and base.__init__(object, state); __newobj_ex__(type, args,
    // keywords).
    private void CheckReconstructed(string name, PyTuple arguments, PyReference? result, ReadingBuilder seen, CheckpointLocation at)
    {
        if (name is "copyreg.__newobj_ex__" && arguments.Count > 2)
        {
            // copyreg writes no other.
            if (arguments[1].RawReference is not PyTuple && arguments[0].RawReference is PyGlobal made)
                CallRules.ReportUse(made, "its arguments stand in no tuple", seen, at);
            CallRules.CheckNew(arguments[0], arguments[1].RawReference as PyTuple ?? PyTuple.Empty, arguments[2], seen, at);
            attributes.SetAttributes(arguments[2], seen, at);
        }
        if (name is not "copyreg._reconstructor" || arguments.Count < 3) return;
        if (arguments[1].RawReference is PyGlobal type) CallRules.CheckUse(type, GlobalUse.Value, $"{name} calls it", seen, at);
        else CallRules.ReportComputed(arguments[1], seen, at);
        if (arguments[2].RawReference is PyObject && Callables.CanBeCalled(arguments[2]))
            CallRules.ReportComputed(arguments[2], seen, at);
        if (result is null) return;
        attributes.Copied(result, arguments[2], seen, at);
        attributes.HasItemsAsAttributes(result, seen, at);
    }

    private void SetAll(PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        foreach (PyValue argument in arguments.Items)
        {
            if (argument.RawReference is PyList or PyTuple or PySet)
            {
                attributes.Copied(argument.RawReference, argument, seen, at);
                attributes.HasItemsAsAttributes(argument.RawReference, seen, at);
            }
            else attributes.SetAttributes(argument, seen, at);
        }
    }

    // Whichever argument a function goes through: honest pickles hand series to none. An exception keeps what it is made of.
    private static void CheckSeries(PyGlobal function, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        if (Callables.IsException(function) && !ArgumentUse.Of(function).IsOpened) return;
        for (int i = 0; i < arguments.Count && i < ArgumentUse.MostArguments; i++)
        {
            if (!Series.Is(arguments[i]) && !(function.Module == Callables.StructuresOfTensors && IsTensor(arguments[i]))) continue;
            CallRules.ReportUse(function, Series.Problem, seen, at);
            return;
        }
    }

    // One of one number and no strides has as many items as its shape says.
    private static bool IsTensor(PyValue value) => value.RawReference is PyObject { Callable.RawReference: PyGlobal maker }
        && maker.Module == "torch._utils" && maker.Name.StartsWith("_rebuild", StringComparison.Ordinal);

    private static void CheckTensor(PyGlobal function, PyValue data, ReadingBuilder seen, CheckpointLocation at)
    {
        if (Callables.CanBeCalled(data))
            CallRules.ReportUse(function, "it is given what is no tensor, and calls a method of it", seen, at);
    }

    private static bool CheckConverted(PyGlobal function, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        // The factory of a defaultdict is judged as what is called.
        for (int i = function.Name == "defaultdict" ? 1 : 0; i < arguments.Count; i++)
        {
            bool isSeries = Series.Is(arguments[i]) || (function.Name is not "defaultdict" && IsTensor(arguments[i]));
            if (!isSeries && !Callables.CanBeCalled(arguments[i])) continue;
            string problem = isSeries ? Series.Problem : "goes through an object or a class by its own methods";
            seen.Add(Finding.Of(
                DiagnosticId.ComputedCall, $"{Printable.Escape(function.FullName)} {problem}", at, function.FullName));
            return true;
        }
        return false;
    }

    private static void CheckClass(PyGlobal function, PyValue type, ReadingBuilder seen, CheckpointLocation at)
    {
        if (type.RawReference is PyGlobal global)
            CallRules.CheckUse(global, GlobalUse.Operand, $"{function.FullName} makes an object of it", seen, at);
        else if (type.RawReference is PyObject) CallRules.ReportComputed(type, seen, at);
    }
}
