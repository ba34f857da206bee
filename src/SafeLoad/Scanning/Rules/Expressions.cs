using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>SymPy's expressions. Its classes make expressions of what they are given, and of a text by evaluating it: functions of any
/// text, the others of one in a container.</summary>
/// <remarks>sympy/core/function.py, <c>Application.__new__</c>: <c>map(sympify, args)</c>; sympy/core/sympify.py: the strict reading
/// refuses a text, and makes a tuple, dict or set of SymPy's own, whose items are not read strictly; sympy/core/numbers.py,
/// <c>Rational.__new__</c>.</remarks>
internal static class Expressions
{
    /// <summary>Whether a class is SymPy's.</summary>
    public static bool Has(PyGlobal type) => type.Module.StartsWith("sympy.", StringComparison.Ordinal);

    /// <summary>Whether a class gives the expression that it has made of the same arguments before.</summary>
    /// <remarks>sympy/core/cache.py, <c>cacheit</c>: around <c>__new__</c> of numbers, sums, products, powers and functions, and around
    /// what makes symbols. Floats and dummies, of which old versions set a state, are always new.</remarks>
    public static bool AreFound(PyGlobal type) => Has(type) && type.Name is not ("Float" or "Dummy");

    /// <summary>An object is made of a class: of expressions and whole numbers alone, or a number or symbol of its text.</summary>
    public static void CheckArguments(PyGlobal function, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        if (!Has(function)) return;
        bool takesText = function.Module is "sympy.core.numbers" or "sympy.core.symbol";
        bool isFound = arguments.Count > ArgumentUse.MostArguments;
        for (int i = 0; i < arguments.Count && !isFound; i++)
            isFound = !(arguments[i].Is(PyKind.Int) || (takesText && arguments[i].Is(PyKind.Str)) || Is(arguments[i]));
        if (isFound) CallRules.ReportUse(function, "it is given something else than expressions, and evaluates texts", seen, at);
    }

    // Nothing that another function may have made of one, or instead of one.
    private static bool Is(PyValue value) => value.RawReference is PyGlobal type ? Has(type)
        : value.RawReference is PyObject { Callable.RawReference: PyGlobal made } && Has(made);
}
