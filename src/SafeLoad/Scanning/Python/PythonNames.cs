using System.Text;

namespace SafeLoad.Scanning.Python;

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
        s_statements = ["assert", "async", "class", "def", "del", "for", "if", "match", "raise", "try", "while", "with"],
        s_containers = ["dict", "list", "tuple", "set", "frozenset", "range", "slice", "int", "float", "str", "bool"];

    // What an expression reaches the interpreter's own through, whatever it begins with; a method of these names may be anybody's.
    private static readonly string[] s_ways = ["__import__", "__builtins__", "__globals__", "__subclasses__", "__mro__", "__base__",
        "__bases__", "__loader__", "__spec__", "__code__", "__getattribute__", "__reduce_ex__"];

    /// <summary>Whether a name has letters that only look otherwise than those of ASCII: to the language both are one name, and nobody
    /// writes them but to hide what is named.</summary>
    /// <remarks>PEP 3131: names are compared in NFKC. What of Unicode becomes a letter of ASCII then: superscripts, the long s, modifier
    /// letters, phonetic extensions, subscripts, letterlike symbols, number forms, ligatures, low lines, full-width and mathematical
    /// letters.</remarks>
    public static bool IsDisguised(ReadOnlySpan<byte> name)
    {
        if (Ascii.IsValid(name)) return false;
        foreach (Rune rune in Encoding.UTF8.GetString(name).EnumerateRunes())
        {
            if (rune.Value is 0xAA or 0xBA or 0x17F or (>= 0x2B0 and <= 0x2E4) or (>= 0x1D2C and <= 0x1DBF) or (>= 0x2071 and <= 0x209C)
                or (>= 0x2100 and <= 0x2188) or 0x2C7C or 0x2C7D or (>= 0xFB00 and <= 0xFB06) or 0xFE33 or 0xFE34
                or (>= 0xFE4D and <= 0xFE4F) or (>= 0xFF21 and <= 0xFF3A) or 0xFF3F or (>= 0xFF41 and <= 0xFF5A)
                or (>= 0x1D400 and <= 0x1D7FF)) return true;
        }
        return false;
    }

    /// <summary>Whether a name leads any expression out of what it was given.</summary>
    public static bool IsWay(ReadOnlySpan<byte> name) => IsOf(s_ways, name);

    /// <summary>Whether a name is a word of the language that stands between values.</summary>
    public static bool IsOperator(ReadOnlySpan<byte> name) => IsOf(s_operators, name);

    /// <summary>Whether a name is a word of the language that only statements begin with.</summary>
    public static bool IsStatement(ReadOnlySpan<byte> name) => IsOf(s_statements, name);

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
