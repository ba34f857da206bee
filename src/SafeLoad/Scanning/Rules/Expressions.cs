using System.Text;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>SymPy's expressions. Its classes make expressions of what they are given, and of a text by evaluating it: functions of any
/// text, the others of one in a container. Of numbers they compute at once, however large the result is.</summary>
/// <remarks>sympy/core/function.py, <c>Application.__new__</c>: <c>map(sympify, args)</c>; sympy/core/sympify.py: the strict reading
/// refuses a text, and makes a tuple, dict or set of SymPy's own, whose items are not read strictly; sympy/core/numbers.py,
/// <c>Rational.__new__</c>.</remarks>
internal sealed class Expressions
{
    /// <summary>Of what a float consists: sign, digits, exponent of 2, how many bits.</summary>
    public const int FloatParts = 4;

    /// <summary>Digits of a float.</summary>
    public const int MostDigits = 1 << 16;

    // Of each expression that was made.
    private readonly Dictionary<PyReference, ExpressionSize> _sizes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a class is SymPy's.</summary>
    public static bool Has(PyGlobal type) => type.Module.StartsWith("sympy.", StringComparison.Ordinal);

    /// <summary>Whether a class gives the expression that it has made of the same arguments before.</summary>
    /// <remarks>sympy/core/cache.py, <c>cacheit</c>: around <c>__new__</c> of numbers, sums, products, powers and functions, and around
    /// what makes symbols. Floats and dummies, of which old versions set a state, are always new.</remarks>
    public static bool AreFound(PyGlobal type) => Has(type) && type.Name is not ("Float" or "Dummy");

    /// <summary>An object is made of a class: of expressions and whole numbers alone, or a number or symbol of its text.</summary>
    public void CheckArguments(PyGlobal function, PyTuple arguments, PyReference? result, ReadingBuilder seen, CheckpointLocation at)
    {
        if (!Has(function)) return;
        if (arguments.Count > ArgumentUse.MostArguments || !TryMeasure(function, arguments, out ExpressionSize[] sizes))
        {
            CallRules.ReportUse(function, "it is given something else than expressions, and evaluates texts", seen, at);
            return;
        }
        if (IsSymbol(function)) return;
        if (function.Name == "Float") CheckDigits(function, arguments.Items[1..], seen, at);
        ExpressionSize size = ExpressionSize.Of(function.Name, sizes);
        if (result is not null) _sizes[result] = size;
        if (size.IsTooLarge)
            CallRules.ReportUse(function, "it may compute a number that is larger than any honest one", seen, at);
    }

    /// <summary>With how many digits a number is computed.</summary>
    public static void CheckKeywords(PyGlobal function, PyValue keywords, ReadingBuilder seen, CheckpointLocation at)
    {
        if (function.Name != "Float" || !Has(function) || keywords.RawReference is not PyDict given) return;
        if (given.TryGetValue("precision", out PyValue bits)) CheckDigits(function, [bits], seen, at);
        if (given.TryGetValue("dps", out PyValue digits)) CheckDigits(function, [digits], seen, at);
    }

    private static void CheckDigits(PyGlobal function, ReadOnlySpan<PyValue> digits, ReadingBuilder seen, CheckpointLocation at)
    {
        foreach (PyValue count in digits)
        {
            if (count.Is(PyKind.BigInt) || (count.Is(PyKind.Int) && count.AsInt64() is < 0 or > MostDigits))
                CallRules.ReportUse(function, "it has more digits than any honest number", seen, at);
        }
    }

    private bool TryMeasure(PyGlobal function, PyTuple arguments, out ExpressionSize[] sizes)
    {
        sizes = new ExpressionSize[arguments.Count];
        for (int i = 0; i < arguments.Count; i++)
        {
            if (Measure(function, arguments[i]) is not { } size) return false;
            sizes[i] = size;
        }
        return true;
    }

    // Nothing that another function may have made of an expression, or instead of one; null if it is none.
    private ExpressionSize? Measure(PyGlobal function, PyValue value)
    {
        if (value.Is(PyKind.Int) || value.Is(PyKind.BigInt)) return ExpressionSize.Of(value.AsBigInteger());
        if (value.Is(PyKind.Str))
            return IsSymbol(function) ? ExpressionSize.OfName
                : function.Module == "sympy.core.numbers" ? ExpressionSize.OfText(Encoding.UTF8.GetString(value.AsBytes())) : null;
        return value.RawReference switch
        {
            PyGlobal type => Has(type) ? ExpressionSize.OfName : null,
            PyObject { Callable.RawReference: PyGlobal made } => !Has(made) ? null : SizeOf((PyObject)value.RawReference, made),
            PyTuple { Count: FloatParts } parts => function.Name == "Float" ? OfParts(parts) : null,
            _ => null,
        };
    }

    // What an earlier pickle made was not measured.
    private ExpressionSize SizeOf(PyObject made, PyGlobal type) => _sizes.TryGetValue(made, out ExpressionSize known) ? known
        : IsSymbol(type) || made.Arguments.RawReference is PyTuple { Count: 0 } ? ExpressionSize.OfName : ExpressionSize.Unknown;

    // sympy/core/numbers.py, Float.__getnewargs_ex__: (sign, digits of base 16, exponent of 2, how many bits).
    private static ExpressionSize? OfParts(PyTuple parts) =>
        parts[0].Is(PyKind.Int) && parts[1].Is(PyKind.Str) && parts[2].Is(PyKind.Int) && parts[3].Is(PyKind.Int)
            ? ExpressionSize.OfFloat(parts[1].Length, parts[2].AsInt64()) : null;

    private static bool IsSymbol(PyGlobal type) => type.Module == "sympy.core.symbol";
}
