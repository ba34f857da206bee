using System.Text;

namespace SafeLoad.Scanning.Python;

/// <summary>What a configuration in Python has MMEngine import without calling anything itself.</summary>
/// <remarks>mmengine/config/config.py, <c>_file2dict</c>, <c>_import_modules</c>; registry/registry.py, <c>get</c>.</remarks>
internal sealed class PythonConfiguration
{
    private const int MostTypes = 10_000, LongestType = 200;

    // What custom_imports is made of, and the packages that MMEngine's own files import so.
    private static readonly string[] s_words = ["dict", "imports", "allow_failed_imports", "True", "False", "None", "custom_imports"],
        s_own = ["mmaction", "mmagic", "mmcls", "mmcv", "mmdeploy", "mmdet", "mmdet3d", "mmedit", "mmengine", "mmocr", "mmpose",
            "mmpretrain", "mmrazor", "mmrotate", "mmseg", "mmselfsup", "mmtrack", "mmyolo"];

    private readonly HashSet<string> _types = new(StringComparer.Ordinal);

    private PythonConfiguration()
    {
    }

    /// <summary>Whether it names another file that is run, or modules that are none of MMEngine's packages, or imports
    /// something.</summary>
    public bool Imports { get; private set; }

    /// <summary>The names under <c>type</c>, of which objects are made.</summary>
    public IReadOnlyCollection<string> Types => _types;

    /// <summary>Reads a text.</summary>
    public static PythonConfiguration Of(ReadOnlySpan<byte> text)
    {
        var found = new PythonConfiguration();
        var words = new PythonWords(text);
        PythonWord last = new('\n', default), before = last;
        int depth = 0;
        bool isStart = true, isOfImports = false, isOfLines = text.Trim("\r\n"u8).Contains((byte)'\n');
        while (words.Read(out PythonWord word))
        {
            if (word.Kind is '(' or '[' or '{') depth++;
            else if (word.Kind is ')' or ']' or '}') depth = Math.Max(0, depth - 1);
            // In brackets a line goes on.
            if (word.Kind == ';' || (word.Kind == '\n' && depth == 0)) isOfImports = false;
            if (word.Kind == 'a' && word.Name.SequenceEqual("_base_"u8)) found.Imports = true;
            // In a single line it may be a sentence.
            found.Imports |= isOfLines && isStart && word.Kind == 'a'
                && (word.Name.SequenceEqual("import"u8) || word.Name.SequenceEqual("from"u8));
            isStart = word.Kind is '\n' or ';' && depth == 0;
            isOfImports |= word.Kind == 'a' && word.Name.SequenceEqual("custom_imports"u8);
            found.Imports |= isOfImports && IsForeign(word);
            if (word.Kind == '"' && last.Kind is '=' or ':' && before.Name.SequenceEqual("type"u8)) found.Add(word.Name);
            if (word.Kind == '\n') continue;
            before = last;
            last = word;
        }
        return found;
    }

    /// <summary>Whether a text has a line by which MMEngine's configurations name other code.</summary>
    public static bool IsIn(ReadOnlySpan<byte> text) => HasLine(text, "_base_"u8) || HasLine(text, "custom_imports"u8);

    private static bool HasLine(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        for (int at = 0; text[at..].IndexOf(name) is >= 0 and var found; at += found + name.Length)
        {
            int start = at + found;
            if ((start == 0 || text[start - 1] is (byte)'\n' or (byte)'\r' or (byte)';')
                && text[(start + name.Length)..].TrimStart(" \t"u8) is [(byte)'=', not (byte)'=', ..]) return true;
        }
        return false;
    }

    private void Add(ReadOnlySpan<byte> type)
    {
        if (type.Length <= LongestType && _types.Count < MostTypes) _types.Add(Encoding.UTF8.GetString(type));
    }

    private static bool IsForeign(PythonWord word)
    {
        if (word.Kind == 'f') return true;
        if (word.Kind is not ('a' or '"')) return false;
        string text = Encoding.UTF8.GetString(word.Name);
        return word.Kind == 'a' ? !s_words.Contains(text)
            : !(s_own.Contains(text.Split('.')[0]) && Array.TrueForAll(text.Split('.'), CodeNames.IsIdentifier));
    }
}
