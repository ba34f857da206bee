using System.Collections.Frozen;

namespace SafeLoad.Globals;

/// <summary>Globals that are not on PyTorch's list and do nothing but hold data: exact pairs, each for a reason.</summary>
internal static class HarmlessGlobals
{
    private static readonly FrozenDictionary<(string, string), string> s_reasons = Build();

    /// <summary>Why a global is harmless; null if it is not known to be.</summary>
    public static string? Find(string module, string name) => s_reasons.GetValueOrDefault((module, name));

    private static FrozenDictionary<(string, string), string> Build()
    {
        var reasons = new Dictionary<(string, string), string>();
        Add("a builtin type that holds data", "builtins", "list", "dict", "tuple", "int", "float", "str", "bytes", "bool", "slice", "range", "frozenset", "object");
        Add("a container of the standard library", "collections", "defaultdict", "deque");
        foreach (string core in (string[])["numpy.core", "numpy._core"])
        {
            Add("rebuilds a NumPy array or scalar from bytes", core + ".multiarray", "_reconstruct", "scalar");
            Add("rebuilds a NumPy array from a buffer", core + ".numeric", "_frombuffer");
        }
        Add("a NumPy type", "numpy", "ndarray", "dtype", "float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8", "uint16", "uint32", "uint64", "bool_", "complex64", "complex128");
        Add("a date or time", "datetime", "datetime", "date", "time", "timedelta", "timezone");
        Add("a path as text", "pathlib", "PosixPath", "WindowsPath", "Path", "PurePosixPath", "PureWindowsPath", "PurePath");
        Add("a bag of attributes", "argparse", "Namespace");
        Add("a number", "decimal", "Decimal");
        Add("a number", "fractions", "Fraction");
        Add("an identifier", "uuid", "UUID");
        return reasons.ToFrozenDictionary();

        void Add(string reason, string module, params string[] names)
        {
            foreach (string name in names) reasons[(module, name)] = reason;
        }
    }
}
