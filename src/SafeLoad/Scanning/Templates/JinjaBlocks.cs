namespace SafeLoad.Scanning.Templates;

/// <summary>Takes a template apart: the expressions and statements in it, without comments and what is raw.</summary>
/// <remarks>jinja2/lexer.py.</remarks>
internal static class JinjaBlocks
{
    // No template that anybody wrote has nearly as many.
    private const int Most = 100_000;

    /// <summary>The blocks of a text; none if it is no template, which then as a whole does not compile.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isCut">Whether there are more than are given.</param>
    public static List<JinjaBlock> Read(string text, out bool isCut)
    {
        isCut = false;
        var blocks = new List<JinjaBlock>();
        for (int at = 0; at + 1 < text.Length; at++)
        {
            if (text[at] != '{' || text[at + 1] is not ('{' or '%' or '#')) continue;
            bool isComment = text[at + 1] == '#';
            int end = isComment ? text.IndexOf("#}", at + 2, StringComparison.Ordinal) : EndOf(text, at);
            // A comment that is not closed is passed over.
            if (end < 0) return isComment ? blocks : [];
            bool isStatement = text[at + 1] == '%';
            string inside = text[(at + 2)..end];
            if (!isComment && !isStatement && IsBrokenMap(inside)) return [];
            isCut = blocks.Count == Most;
            if (isCut) return blocks;
            if (!isComment) blocks.Add(new JinjaBlock(isStatement, inside));
            at = isStatement && Word(inside) is "raw" ? EndOfRaw(text, end) : end + 1;
            if (at < 0) return [];
        }
        return blocks;
    }

    // Blanks are what Python's \s takes for them: also of Unicode, and the separators of ASCII.
    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> statement)
    {
        int start = 0, end = statement.Length;
        while (start < end && IsAround(statement[start])) start++;
        while (end > start && IsAround(statement[end - 1])) end--;
        return statement[start..end];
    }

    private static bool IsAround(char letter) => letter is '-' or '+' or (>= '\x1C' and <= '\x1F') || char.IsWhiteSpace(letter);

    // {{{x}}} is a map without a value, which does not compile: a formula, or a text that Python fills in.
    private static bool IsBrokenMap(string inside) =>
        Word(inside) is ['{', _, ..] word && !word.Contains(':') && !Word(word[1..^1]).IsEmpty;

    // {%- endraw -%}: the word alone ends nothing.
    private static int EndOfRaw(string text, int start)
    {
        // From end to end, each looked for once: the blanks between can be any number.
        for (int at = start; (at = text.IndexOf("{%", at, StringComparison.Ordinal)) >= 0; at += 2)
        {
            int word = at + 2;
            while (word < text.Length && IsAround(text[word])) word++;
            if (!text.AsSpan(word).StartsWith("endraw")) continue;
            word += "endraw".Length;
            while (word < text.Length && IsAround(text[word])) word++;
            if (text.AsSpan(word).StartsWith("%}")) return word + 1;
        }
        return -1;
    }

    // An end inside of quotes is none, and some characters stand only there.
    private static int EndOf(string text, int start)
    {
        bool isBlock = text[start + 1] == '%';
        int at = start + 2;
        if (isBlock)
        {
            while (at < text.Length && IsAround(text[at])) at++;
            if (at == text.Length || !char.IsLetter(text[at])) return -1;
        }
        char close = isBlock ? '%' : '}', quote = '\0';
        var open = new Stack<char>();
        for (; at + 1 < text.Length; at++)
        {
            char next = text[at];
            if (quote != '\0')
            {
                if (next == '\\') at++;
                else if (next == quote) quote = '\0';
            }
            else if (next is '"' or '\'') quote = next;
            else if (open.Count == 0 && next == close && text[at + 1] == '}') return at;
            else if (next is '{' or '[' or '(') open.Push(next switch { '{' => '}', '[' => ']', _ => ')' });
            else if (next is '}' or ']' or ')')
            {
                if (!open.TryPop(out char awaited) || awaited != next) return -1;
            }
            else if ("\\@$?;&^#`".Contains(next, StringComparison.Ordinal)) return -1;
        }
        return -1;
    }
}
