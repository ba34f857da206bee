using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Scanning.Python;

namespace SafeLoad.Scanning.Configurations;

/// <summary>What the tags of YAML have a loader make: values, or whatever the file names.</summary>
/// <remarks>yaml.org/type; PyYAML's lib/yaml/constructor.py; hyperpyyaml/core.py; Ruby's Psych, SnakeYAML's Constructor.</remarks>
internal static class YamlTags
{
    private const string Standard = "tag:yaml.org,2002:", Python = "python/", Does = "a loader of YAML imports or calls";
    private const int LongestTag = 80;

    // The types that a document has in every language, and those of Python that are only values.
    private static readonly HashSet<string> s_values = new(StringComparer.Ordinal)
    {
        "", "str", "int", "float", "bool", "null", "map", "seq", "set", "omap", "pairs", "binary", "timestamp", "merge", "value", "yaml",
        "python/none", "python/bool", "python/str", "python/unicode", "python/bytes", "python/int", "python/long", "python/float",
        "python/complex", "python/list", "python/tuple", "python/dict",
    };

    private static readonly string[] s_making =
        ["python/name:", "python/object:", "python/object/new:", "python/object/apply:"],
        s_plain = ["argparse.", "collections.", "datetime.", "decimal.", "fractions.", "pathlib.", "uuid."];

    // Words of an application's own in front of a colon, and what stands behind it is run.
    private static readonly HashSet<string> s_calling = new(StringComparer.Ordinal)
    {
        "apply", "applyref", "new", "name", "module", "include", "obj", "pkl", "pickle", "import", "call", "class", "object", "function",
        "func", "factory", "getattr", "eval", "exec", "lambda", "py", "python", "code",
    };

    // Words that say it without a colon: torchdistill/common/yaml_util.py and its like.
    private static readonly HashSet<string> s_alone = new(StringComparer.Ordinal)
    {
        "import_call", "import_get", "import_call_method", "getattr", "eval", "exec", "apply", "call",
    };

    // Words that take the name from the value behind them: lm_eval/utils.py and its like. The first ones take a module.
    private static readonly string[] s_importing = ["import", "module", "python", "py", "exec", "eval"],
        s_naming = ["function", "func", "pyobj", "obj", "object", "class", "name", "new", "callable", "factory", "code"];

    // Objects of other languages.
    private static readonly string[] s_objects =
        ["!ruby/", "!php/object", "!perl/", "!js/", "!java/", "!net/", "!python/", "tag:ruby.yaml.org,2002:", "tag:perl.yaml.org,2002:"];

    /// <summary>Whether a tag makes a text of its value, whatever that looks like.</summary>
    public static bool IsText(string tag) => tag is "!" or Standard + "str";

    /// <summary>Whether a tag makes a map of what stands in lists of two.</summary>
    public static bool IsOfPairs(string tag) => tag.StartsWith(Standard + Python, StringComparison.Ordinal)
        && tag.Contains(":collections.", StringComparison.Ordinal);

    /// <summary>Reports a tag that makes more than a value.</summary>
    public static void Check(string tag, CodeNames names, long at)
    {
        if (tag.StartsWith(Standard, StringComparison.Ordinal)) CheckStandard(tag[Standard.Length..], names, at);
        else if (Array.Exists(s_objects, start => tag.StartsWith(start, StringComparison.Ordinal)))
            names.Report(Shown(tag) + " names", Behind(tag), Does, at);
        else if (tag.StartsWith('!')) CheckOwn(tag[1..], names, at);
    }

    /// <summary>Reports a value whose tag makes a name of it.</summary>
    public static void CheckValue(string tag, string value, CodeNames names, long at)
    {
        if (!tag.StartsWith('!') || value.Length == 0) return;
        string word = tag[1..];
        if (s_importing.Contains(word) || (s_naming.Contains(word) && CodeNames.Has(value, NameShape.Path)))
            names.Report($"the tag {Shown(tag)} names", value, Does, at);
        // A function of Python; that of another language ends its statements.
        else if (word == "lambda" && PythonText.IsCall(Encoding.UTF8.GetBytes(value)))
            names.Runs("the tag " + Shown(tag), value, "a loader of YAML evaluates", at);
    }

    private static void CheckStandard(string type, CodeNames names, long at)
    {
        if (s_values.Contains(type) || !IsOfLanguage(type)) return;
        string name = type.StartsWith(Python, StringComparison.Ordinal) ? Behind(type) : type, tag = "the tag " + Shown("!!" + type);
        // What these make is a value whatever it is made of; what else a pickle may make depends on what it is given.
        if (s_making.Contains(type[..^name.Length]) && Array.Exists(s_plain, start => name.StartsWith(start, StringComparison.Ordinal)))
            names.Called(tag, name, Does, at);
        else names.Report(tag + " names", name, Does, at);
    }

    private static void CheckOwn(string word, CodeNames names, long at)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 ? s_alone.Contains(word) || IsDangerous(word) : s_calling.Contains(word[..colon]) || IsPath(word[(colon + 1)..]))
            names.Report($"the tag {Shown("!" + word)} names", colon < 0 ? word : word[(colon + 1)..], Does, at);
    }

    // python/name:x.y, js/function, com.example.Thing. Other words are no type of anybody's.
    private static bool IsOfLanguage(string type) =>
        char.IsAsciiLetter(type[0]) && (type.AsSpan().IndexOfAny('/', ':') >= 0 || IsPath(type));

    // !x.y is a word of the application's own, or a name of somebody who makes names of words.
    private static bool IsDangerous(string word) =>
        IsPath(word) && GlobalCatalog.Judge(word[..word.LastIndexOf('.')], word[(word.LastIndexOf('.') + 1)..])
            .Judgement == GlobalJudgement.Dangerous;

    private static bool IsPath(string word) =>
        word.Split('.') is { Length: > 1 } parts
            && Array.TrueForAll(parts, static part => CodeNames.IsIdentifier(part.Replace("$", "", StringComparison.Ordinal)));

    private static string Behind(string tag) => tag[(tag.LastIndexOf(':') + 1)..];

    private static string Shown(string tag) => Printable.Escape(tag, LongestTag);
}
