using System.Text;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning.Templates;

/// <summary>A template: a program in Jinja. Loaders run it in a sandbox, or should.</summary>
internal static class JinjaTemplate
{
    // How a template leaves Jinja's own world: from any object to its class, and on to whatever Python has loaded. Blanks and quotes are no
    // part of them, since those are passed over.
    private static readonly string[] s_escapes =
        ["__class__", "__base__", "__bases__", "__mro__", "__globals__", "__builtins__", "__import__", "__subclasses__", "__init__",
            "__getitem__", "__code__", "__dict__", "__self__", "__func__", "__closure__", "__reduce__", "__getattribute__", "func_globals",
            "f_globals", "f_builtins", "gi_frame", "cr_frame", "ag_frame", "tb_frame",
            "f_locals", "f_back", "__reduce_ex__", "__spec__", "__loader__", "__wrapped__", "._environment", "[_environment", "._context",
            "[_context", "._undefined", ".from_string(", ".compile_expression(", ".call_filter(", ".call_test(", "|attr(",
            "|format_map(", "_templatereference__", "\\x5f", "\\u005f", "\\137", "\\n{lowline}"];

    private const int LongestWord = 40, MostCompared = 20;

    private static readonly string[] s_endings = [".jinja", ".jinja2", ".j2"];

    private static readonly string[][] s_byFirst = ByFirst();

    /// <summary>Whether a file is called like a template.</summary>
    public static bool IsNamedLike(string name) => Array.Exists(s_endings, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reports a chat template.</summary>
    public static void Report(ReadingBuilder reading, CheckpointLocation at, string template)
    {
        List<JinjaBlock> blocks = JinjaBlocks.Read(template, out bool isCut);
        if (isCut) reading.NotScanned("a template of more blocks than anybody writes", at);
        if (Escapes(template) || (!isCut && JinjaNames.AreComputed(blocks))) ReportEscape(reading, at, "chat template");
        else reading.Add(Finding.Of(DiagnosticId.ChatTemplate, "there is a chat template: a program in Jinja", at));
    }

    /// <summary>Reports a text of any other use if it is a template that leaves the sandbox.</summary>
    public static void ReportIfEscaping(ReadingBuilder reading, CheckpointLocation at, ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("{{"u8) < 0 && text.IndexOf("{%"u8) < 0) return;
        string template = Encoding.UTF8.GetString(text);
        List<JinjaBlock> blocks = JinjaBlocks.Read(template, out bool isCut);
        if (isCut ? Escapes(template)
            : blocks.Exists(static block => Escapes(WithoutCompared(block.Text))) || JinjaNames.AreComputed(blocks))
            ReportEscape(reading, at, "template");
    }

    // if name != '__init__': what a value is compared with is looked up nowhere.
    private static string WithoutCompared(string text)
    {
        for (int at = 0, count = 0; count < MostCompared && (at = text.IndexOf("= ", at, StringComparison.Ordinal)) > 0; at++, count++)
        {
            int start = at + 2;
            if (start + 1 >= text.Length || text[start] is not ('"' or '\'') || text[at - 1] is not ('=' or '!')) continue;
            int end = text.IndexOf(text[start], start + 1, Math.Min(LongestWord, text.Length - start - 1));
            if (end > 0) text = text[..start] + text[(end + 1)..];
        }
        return text;
    }

    private static void ReportEscape(ReadingBuilder reading, CheckpointLocation at, string what) =>
        reading.Add(Finding.OfOther(DiagnosticId.ChatTemplate, Verdict.Suspicious,
            $"the {what}, a program in Jinja, reaches for what lies outside of a template's sandbox", at));

    // One walk, whatever the number of words. Blanks and what joins texts say nothing: x | attr ("__cl" ~ "ass__").
    private static bool Escapes(string template)
    {
        string dense = Dense(template);
        for (int at = 0; at < dense.Length; at++)
        {
            if (dense[at] >= s_byFirst.Length || s_byFirst[dense[at]] is not { } words) continue;
            foreach (string word in words)
            {
                if (string.CompareOrdinal(dense, at, word, 0, word.Length) == 0) return true;
            }
        }
        return false;
    }

    private static string Dense(string template)
    {
        var dense = new StringBuilder(template.Length);
        foreach (char letter in template)
        {
            if (!char.IsWhiteSpace(letter) && letter is not ('~' or '+' or '"' or '\''))
                dense.Append(char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter);
        }
        return dense.ToString();
    }

    private static string[][] ByFirst()
    {
        string[][] words = new string[128][];
        foreach (string word in s_escapes) words[word[0]] = [.. words[word[0]] ?? [], word];
        return words;
    }
}
