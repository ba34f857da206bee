namespace SafeLoad.Scanning;

/// <summary>A word of an expression of Jinja.</summary>
/// <param name="Kind"><c>a</c> for a name, <c>"</c> for a text, <c>0</c> for a number; else the character that it is.</param>
/// <param name="Name">The name; empty for all others.</param>
internal readonly record struct JinjaToken(char Kind, string Name = "")
{
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
                tokens.Add(new JinjaToken('"'));
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

    private static bool IsWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or > '\x7F';
}
