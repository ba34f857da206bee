using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>States that old versions of SymPy wrote.</summary>
internal static class ExpressionStates
{
    // Of a symbol; it has about 30 assumptions.
    private const int MostSlots = 64;

    /// <summary>Whether a state is one of those that old versions wrote of floats and dummies: numbers, switches, and a name.</summary>
    /// <remarks>sympy/core/numbers.py, <c>Float.__getstate__</c>; sympy/core/symbol.py, <c>Symbol.__getstate__</c>. What is no number, as a
    /// text, is one of three constants: <c>Float.__new__</c>.</remarks>
    public static bool Is(PyObject target, PyValue state)
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
                "dummy_index" => value.Is(PyKind.Int),
                "_prec" => value.Is(PyKind.Int) && value.AsInt64() is >= 0 and <= Expressions.MostDigits,
                "_mpf_" => value.RawReference is PyTuple { Count: Expressions.FloatParts } parts
                    && parts[2].Is(PyKind.Int) && parts[2].AsInt64() is >= -Expressions.MostDigits and <= Expressions.MostDigits
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
}
