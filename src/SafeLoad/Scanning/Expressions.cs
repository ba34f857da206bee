using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>SymPy's expressions. Its functions make expressions of what they are given, and of a text by evaluating it.</summary>
/// <remarks>sympy/core/function.py, <c>Application.__new__</c>: <c>map(sympify, args)</c>, which goes into containers too. What is no
/// function reads its arguments strictly, and fails on a text: sympy/core/sympify.py, <c>_sympify</c>.</remarks>
internal static class Expressions
{
    private const int MostArguments = 64;

    /// <summary>Whether a class is SymPy's.</summary>
    public static bool Has(PyGlobal type) => type.Module.StartsWith("sympy.", StringComparison.Ordinal);

    /// <summary>Whether an object is one of SymPy's.</summary>
    public static bool Is(PyObject made) => Callables.ClassOf(made) is { } type && Has(type);

    /// <summary>A function is called, or an object made of it: with expressions and whole numbers alone.</summary>
    public static void CheckArguments(PyGlobal function, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        if (!function.Module.StartsWith("sympy.functions.", StringComparison.Ordinal)) return;
        bool isFound = arguments.Count > MostArguments;
        for (int i = 0; i < arguments.Count && !isFound; i++)
            isFound = !arguments[i].Is(PyKind.Int) && !(arguments[i].RawReference is PyObject made && Is(made));
        if (isFound) CallRules.ReportUse(function, "it is given something else than expressions, and evaluates texts", seen, at);
    }
}
