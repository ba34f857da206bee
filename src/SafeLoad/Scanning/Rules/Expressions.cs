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
    // Of a symbol; it has about 30 assumptions.
    private const int MostSlots = 64;

    /// <summary>Whether a class is SymPy's.</summary>
    public static bool Has(PyGlobal type) => type.Module.StartsWith("sympy.", StringComparison.Ordinal);

    /// <summary>Whether a class gives the expression that it has made of the same arguments before.</summary>
    /// <remarks>sympy/core/cache.py, <c>cacheit</c>: around <c>__new__</c> of numbers, sums, products, powers and functions, and around
    /// what makes symbols. Floats and dummies, of which old versions set a state, are always new.</remarks>
    public static bool AreFound(PyGlobal type) => Has(type) && type.Name is not ("Float" or "Dummy");

    /// <summary>Whether a state is one of those that old versions wrote of floats and dummies: numbers, switches, and a name.</summary>
    /// <remarks>sympy/core/numbers.py, <c>Float.__getstate__</c>; sympy/core/symbol.py, <c>Symbol.__getstate__</c>. What is no number, as a
    /// text, is one of three constants: <c>Float.__new__</c>.</remarks>
    public static bool IsState(PyObject target, PyValue state)
    {
        if (state.RawReference is not PyDict { Count: <= MostSlots } slots) return false;
        bool isFloat = Callables.ClassOf(target) is { Name: "Float" };
        if (isFloat && target.Arguments.RawReference is PyTuple given && Array.Exists(given.Items, static part => part.Is(PyKind.Str)
            && part.AsBytes().ContainsAny("nN"u8))) return false;
        foreach (var (name, value) in slots)
        {
            if (!name.Is(PyKind.Str)) return false;
            bool isRight = name.AsString() switch
            {
                "name" => !isFloat && value.Is(PyKind.Str),
                "dummy_index" or "_prec" => value.Is(PyKind.Int),
                "_mpf_" => value.RawReference is PyTuple { Count: <= MostSlots } parts
                    && Array.TrueForAll(parts.Items, static part => part.RawReference is not (PyObject or PyTuple or PyGlobal)),
                "_assumptions" or "_assumptions_orig" or "_assumptions0" => AreSwitches(value),
                _ => IsSwitch(value),
            };
            if (!isRight) return false;
        }
        return true;
    }

    private static bool AreSwitches(PyValue value)
    {
        if (value.RawReference is not PyDict { Count: <= MostSlots } switches) return value.IsNone;
        foreach (var (name, set) in switches)
        {
            if (!name.Is(PyKind.Str) || !IsSwitch(set)) return false;
        }
        return true;
    }

    private static bool IsSwitch(PyValue value) => value.IsNone || value.Is(PyKind.Bool);

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
