using SafeLoad.Formats.Pickles;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Calls that stand for others: pickle's own functions that make objects, as opcodes and calls of what they are given.</summary>
/// <remarks>Lib/copyreg.py.</remarks>
internal static class CopyregCalls
{
    /// <summary><c>__newobj__(type, ...)</c> and <c>__newobj_ex__(type, arguments, keywords)</c> are NEWOBJ and NEWOBJ_EX; null for any
    /// other call.</summary>
    public static (PyValue Type, PyTuple Arguments, PyValue Keywords)? AsNewObject(PyValue callable, PyTuple arguments)
    {
        if (callable.RawReference is not PyGlobal { Name: "__newobj__" or "__newobj_ex__" } function
            || arguments.Count is 0 or > ArgumentUse.MostArguments || IsStrict(arguments[0])) return null;
        return Callables.RealName(function) switch
        {
            "copyreg.__newobj__" => (arguments[0], new PyTuple(arguments.Items[1..]), PyValue.None),
            "copyreg.__newobj_ex__" when arguments.Count == 3 && arguments[1].RawReference is PyTuple given =>
                (arguments[0], given, arguments[2]),
            _ => null,
        };
    }

    // joblib's wrappers and NumPy's dtypes are read from what follows: they have to be made as pickle makes them.
    private static bool IsStrict(PyValue type) => type.RawReference is PyGlobal global
        && (JoblibName.IsArray(global.Module, global.Name) || global is { Module: "numpy", Name: "dtype" });

    /// <summary><c>_reconstructor(type, base, state)</c> calls the constructor of the base with the state; null for any other call, and
    /// where there is no state.</summary>
    public static (PyGlobal Base, PyTuple Arguments)? AsBase(PyGlobal function, PyTuple arguments) =>
        function.Name == "_reconstructor" && arguments.Count == 3 && !arguments[2].IsNone && arguments[1].RawReference is PyGlobal type
        && Callables.RealName(function) == "copyreg._reconstructor" ? (type, new PyTuple([arguments[2]])) : null;
}
