using System.Text;

namespace SafeLoad.Scanning;

/// <summary>A template: a program in Jinja. Loaders run it in a sandbox, or should.</summary>
internal static class JinjaTemplate
{
    // How a template leaves Jinja's own world: from any object to its class, and on to whatever Python has loaded.
    private static readonly string[] s_escapes =
        ["__class__", "__base__", "__bases__", "__mro__", "__globals__", "__builtins__", "__import__", "__subclasses__", "__init__",
            "__getitem__", "__code__", "__dict__", "__self__", "__func__", "__closure__", "__reduce__", "__getattribute__", "func_globals",
            "f_globals", "gi_frame", "cr_frame", "lipsum", "cycler.", "cycler|", "joiner.", "joiner|", "|attr(", "|format_map(",
            "\\x5f", "\\u005f", "\\137", "\\N{LOWLINE}", "\\N{LOW LINE}"];

    private static readonly string[] s_endings = [".jinja", ".jinja2", ".j2"];

    /// <summary>Whether a file is called like a template.</summary>
    public static bool IsNamedLike(string name) => Array.Exists(s_endings, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reports a chat template.</summary>
    public static void Report(ReadingBuilder reading, CheckpointLocation at, string template)
    {
        if (Escapes(template)) ReportEscape(reading, at, "chat template");
        else reading.Add(Finding.Of(DiagnosticId.ChatTemplate, "there is a chat template: a program in Jinja", at));
    }

    /// <summary>Reports a text of any other use if it is a template that leaves the sandbox.</summary>
    public static void ReportIfEscaping(ReadingBuilder reading, CheckpointLocation at, ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("{{"u8) < 0 && text.IndexOf("{%"u8) < 0) return;
        if (Escapes(Expressions(Encoding.UTF8.GetString(text)))) ReportEscape(reading, at, "template");
    }

    private static void ReportEscape(ReadingBuilder reading, CheckpointLocation at, string what) =>
        reading.Add(Finding.OfOther(DiagnosticId.ChatTemplate, Verdict.Suspicious,
            $"the {what}, a program in Jinja, reaches for what lies outside of a template's sandbox", at));

    private static bool Escapes(string template)
    {
        string dense = Dense(template);
        return Array.Exists(s_escapes, word => template.Contains(word, StringComparison.OrdinalIgnoreCase)
            || dense.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    // Blanks and what joins texts say nothing: x | attr ("__cl" ~ "ass__").
    private static string Dense(string template)
    {
        var dense = new StringBuilder(template.Length);
        foreach (char letter in template)
        {
            if (!char.IsWhiteSpace(letter) && letter is not ('~' or '+' or '"' or '\'')) dense.Append(letter);
        }
        return dense.ToString();
    }

    // What stands between {{ and }}, or {% and %}; nothing if that is no template, which then as a whole does not compile.
    private static string Expressions(string text)
    {
        var inside = new StringBuilder();
        for (int at = 0; at + 1 < text.Length; at++)
        {
            if (text[at] != '{' || text[at + 1] is not ('{' or '%' or '#')) continue;
            bool isComment = text[at + 1] == '#';
            int end = isComment ? text.IndexOf("#}", at + 2, StringComparison.Ordinal) : EndOf(text, at);
            if (end < 0) return "";
            string expression = isComment ? "" : text[(at + 2)..end];
            inside.Append(expression).Append('\n');
            bool isRaw = text[at + 1] == '%' && expression.Trim(' ', '\t', '\r', '\n', '-', '+') == "raw";
            at = isRaw ? text.IndexOf("endraw", end, StringComparison.Ordinal) : end + 1;
            if (at < 0) return "";
        }
        return inside.ToString();
    }

    // An end inside of quotes is none, and some characters stand only there.
    private static int EndOf(string text, int start)
    {
        bool isBlock = text[start + 1] == '%';
        int at = start + 2;
        if (isBlock)
        {
            while (at < text.Length && (text[at] is '-' or '+' || char.IsWhiteSpace(text[at]))) at++;
            if (at == text.Length || !char.IsLetter(text[at])) return -1;
        }
        char close = isBlock ? '%' : '}', quote = '\0';
        int open = 0;
        for (; at + 1 < text.Length; at++)
        {
            char next = text[at];
            if (quote != '\0')
            {
                if (next == '\\') at++;
                else if (next == quote) quote = '\0';
            }
            else if (next is '"' or '\'') quote = next;
            else if (open <= 0 && next == close && text[at + 1] == '}') return at;
            else if (next == '{') open++;
            else if (next == '}') open--;
            else if ("\\@$?;&^#`".Contains(next, StringComparison.Ordinal)) return -1;
        }
        return -1;
    }
}
