using System.Text;

namespace SafeLoad.Scanning;

/// <summary>Names that mean the same in every text of Python.</summary>
internal static class PythonNames
{
    private const int LongestWord = 20;

    // Functions that every text of Python has, and that run, open or show something.
    private static readonly string[] s_functions = ["eval", "exec", "compile", "open", "breakpoint", "getattr", "setattr", "delattr",
        "globals", "locals", "print"];

    // What MONAI's expressions have without asking: monai/bundle/config_parser.py, globals.
    private static readonly string[] s_modules = ["torch", "np", "numpy", "monai"];

    private static readonly string[] s_operators = ["and", "or", "not", "in", "is", "if", "else", "for", "lambda", "await", "yield",
        "async", "from", "import", "as"],
        s_containers = ["dict", "list", "tuple", "set", "frozenset", "range", "slice", "int", "float", "str", "bool"];

    /// <summary>Whether a name is a word of the language that stands between values.</summary>
    public static bool IsOperator(ReadOnlySpan<byte> name) => IsOf(s_operators, name);

    /// <summary>Whether a call of this makes a plain container.</summary>
    public static bool IsContainer(ReadOnlySpan<byte> name) => IsOf(s_containers, name);

    /// <summary>Whether a name leads to something that runs, wherever it is used.</summary>
    public static bool IsFunction(ReadOnlySpan<byte> name) => IsOf(s_functions, name);

    /// <summary>Whether a name is that of a module that expressions have.</summary>
    public static bool IsModule(ReadOnlySpan<byte> name) => IsOf(s_modules, name);

    private static bool IsOf(string[] names, ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > LongestWord) return false;
        foreach (string known in names)
        {
            if (Ascii.Equals(name, known)) return true;
        }
        return false;
    }
}
