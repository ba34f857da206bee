using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// What a function that is called with data may be handed: data. Which methods of its arguments it calls differs from version to version of
/// its library, so nothing that the pickle could have given methods to is data: no class, no function, no object of another library whose
/// class has methods of its own, and no object that has such a thing among its attributes, however deep.
/// </summary>
/// <remarks>pandas/core/indexes, <c>_new_Index</c>, <c>_new_DatetimeIndex</c>, <c>_new_PeriodIndex</c>: they call the class that they are
/// given, and a method of it.</remarks>
/// <param name="search">Looks through what the arguments hold.</param>
internal sealed class HandedArguments(CallableSearch search)
{
    private const string Pandas = "pandas", Sympy = "sympy", Tokenizers = "tokenizers";

    /// <summary>A call of a function that keeps nothing but data.</summary>
    public void Check(PyGlobal function, ArgumentUse use, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        // pandas hands its blocks, arrays and indexes to its own functions, SymPy its symbols, and a tokenizer is made of a model.
        string? library = IsOf(function, Pandas) ? Pandas : IsOf(function, Sympy) ? Sympy : IsOf(function, Tokenizers) ? Tokenizers : null;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (i == use.Hooks || i == use.State || !Callables.CanBeCalled(arguments[i])) continue;
            if (arguments[i].RawReference is PyObject inert)
            {
                if (!CallableSearch.IsOf(inert, library))
                    CallRules.ReportUse(function, "it is given an object that has methods of its own", seen, at);
            }
            else if (arguments[i].RawReference is PyGlobal global && !use.TakesClass(i, global))
                CallRules.ReportUse(function, $"it is given {global.FullName}, which is no data", seen, at);
        }
        bool isPlain = use.Hooks < 0 && use.State < 0 && !IsOfDecimals(function);
        if (search.IsInside(isPlain ? arguments.Items : WithoutOthers(function, use, arguments), library))
            CallRules.ReportUse(function, "it is given an object that has something to call among its attributes", seen, at);
    }

    // Hooks and a state are judged as what they are.
    private static PyValue[] WithoutOthers(PyGlobal function, ArgumentUse use, PyTuple arguments)
    {
        PyValue[] given = [.. arguments.Items];
        for (int i = 0; i < given.Length && IsOfDecimals(function); i++)
        {
            if (AreSignals(given[i])) given[i] = PyValue.None;
        }
        if (use.Hooks >= 0 && use.Hooks < given.Length) given[use.Hooks] = PyValue.None;
        if (use.State >= 0 && use.State < given.Length) given[use.State] = PyValue.None;
        return given;
    }

    private static bool IsOfDecimals(PyGlobal function) => function is { Module: "decimal", Name: "Context" };

    // Modules/_decimal/_decimal.c, context_reduce: the signals that were raised, and those that raise, in lists. They are compared.
    private static bool AreSignals(PyValue value)
    {
        if (value.RawReference is not PyList { Count: <= ArgumentUse.MostArguments } signals) return false;
        foreach (PyValue signal in signals)
        {
            if (signal.RawReference is not PyGlobal { Module: "decimal" } type || !Callables.IsException(type)) return false;
        }
        return true;
    }

    private static bool IsOf(PyGlobal global, string library) =>
        global.Module == library || global.Module.StartsWith(library + ".", StringComparison.Ordinal);
}
