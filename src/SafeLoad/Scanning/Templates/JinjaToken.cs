namespace SafeLoad.Scanning.Templates;

/// <summary>A word of an expression of Jinja.</summary>
/// <param name="Kind"><c>a</c> for a name, <c>"</c> for a text, <c>0</c> for a number; else the character that it is.</param>
/// <param name="Name">The name; empty for all others.</param>
/// <param name="Text">The text between quotes, as it is written; empty for all others.</param>
internal readonly record struct JinjaToken(char Kind, string Name = "", string Text = "")
{
    /// <summary>Whether a value ends with it.</summary>
    public bool EndsValue => Kind is '"' or '0' or ')' or ']' or '}'
        || (Kind == 'a' && Name is not ("in" or "and" or "or" or "not" or "if" or "else" or "is" or "set" or "for"));

    /// <summary>Whether it is a text that can begin a name between double underscores, or stand for one that does: such a name begins with
    /// an underscore, with a blank that is cut off, with an escape, or with what something else is put in for.</summary>
    public bool IsRisky => Kind == '"' && (Text.Length == 0 || !IsPlain(Text[0]));

    /// <summary>The words of an expression or a statement.</summary>
    public static List<JinjaToken> Read(string text)
    {
        var tokens = new List<JinjaToken>();
        for (int at = 0; at < text.Length; at++)
        {
            char next = text[at];
            int start = at;
            if (char.IsWhiteSpace(next)) continue;
            if (next is '"' or '\'')
            {
                for (at++; at < text.Length && text[at] != next; at++)
                {
                    if (text[at] == '\\') at++;
                }
                tokens.Add(new JinjaToken('"', Text: text[(start + 1)..Math.Min(at, text.Length)]));
            }
            else if (IsWord(next))
            {
                while (at + 1 < text.Length && IsWord(text[at + 1])) at++;
                tokens.Add(char.IsAsciiDigit(next) ? new JinjaToken('0') : new JinjaToken('a', text[start..(at + 1)]));
            }
            else tokens.Add(new JinjaToken(next));
        }
        return tokens;
    }

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter > '\x7F';

    private static bool IsWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or > '\x7F';
}
