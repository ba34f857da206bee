using System.Text;

namespace SafeLoad.Scanning;

/// <summary>Texts that some loader evaluates as expressions of Python.</summary>
internal static class PythonText
{
    private const int Longest = 1 << 16;

    private const int LongestWord = 20;

    // Functions of JSONata, which marks its expressions so, and are none of Python.
    private static readonly string[] s_queries = ["lowercase", "uppercase", "join", "split", "substring", "substringAfter",
        "substringBefore", "merge", "exists", "contains", "lookup", "replace", "match", "keys", "count", "trim", "string", "number"];

    private static readonly string[] s_layers = ["nn.", "torch.nn."],
        s_containers = ["dict", "list", "tuple", "set", "frozenset", "range", "slice", "int", "float", "str", "bool", "in", "and", "or",
            "not"];

    /// <summary>Whether a value is marked as an expression, and calls or imports something.</summary>
    /// <remarks>monai/bundle/config_item.py, ConfigExpression: what follows a dollar sign is evaluated. A formula of TeX ends with one, and
    /// a word of a shell or of another configuration goes on with a brace.</remarks>
    public static bool IsMarked(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[0] != '$' || value.Length > Longest) return false;
        ReadOnlySpan<byte> text = value[1..].TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] == '{' || char.IsAsciiDigit((char)text[0])) return false;
        if (text.StartsWith("import "u8) || text.StartsWith("from "u8)) return true;
        return !HasOutsideOfQuotes(text, "$\\;"u8) && HasCall(text) && CallsMoreThan(s_queries, text);
    }

    /// <summary>Whether an expression calls something but a layer of PyTorch with plain values.</summary>
    public static bool Calls(ReadOnlySpan<byte> value)
    {
        if (value.Length > Longest || (!HasCall(value) && value.IndexOf("__"u8) < 0)) return false;
        string text = Encoding.UTF8.GetString(value).Trim();
        int open = text.IndexOf('(', StringComparison.Ordinal);
        bool isLayer = open > 0 && text[^1] == ')' && Array.Exists(s_layers, start => text.StartsWith(start, StringComparison.Ordinal)
            && CodeNames.IsIdentifier(text[start.Length..open]));
        return !isLayer || text[(open + 1)..^1].AsSpan().IndexOfAny("()[]{}\"\\'") >= 0;
    }

    /// <summary>Whether lines of assignments do more than to make containers: calls of anything else, imports, hidden names.</summary>
    public static bool DoesMore(ReadOnlySpan<byte> lines)
    {
        if (lines.IndexOf((byte)'\n') < 0) return false;
        return lines.IndexOf("import "u8) >= 0 || lines.IndexOf("__"u8) >= 0 || CallsMoreThan(s_containers, lines);
    }

    private static bool CallsMoreThan(string[] names, ReadOnlySpan<byte> lines)
    {
        for (int at = 1; at < lines.Length; at++)
        {
            if (lines[at] != '(') continue;
            ReadOnlySpan<byte> before = lines[..at].TrimEnd(" \t"u8);
            int length = 0;
            while (length < before.Length && IsWord(before[^(length + 1)])) length++;
            string name = Encoding.UTF8.GetString(before[^Math.Min(length, LongestWord)..]);
            bool isCall = length > 0 || (!before.IsEmpty && before[^1] is (byte)')' or (byte)']');
            if (isCall && !names.Contains(name)) return true;
        }
        return false;
    }

    private static bool IsWord(byte letter) => char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'_' or (byte)'.' or > 127;

    // A name, or what another call or index gave, and a parenthesis.
    private static bool HasCall(ReadOnlySpan<byte> text)
    {
        for (int at = 1; at < text.Length; at++)
        {
            if (text[at] != '(') continue;
            ReadOnlySpan<byte> before = text[..at].TrimEnd(" \t\r\n"u8);
            if (!before.IsEmpty && (char.IsAsciiLetterOrDigit((char)before[^1]) || before[^1] is (byte)'_' or (byte)')' or (byte)']'
                or > 127)) return true;
        }
        return false;
    }

    private static bool HasOutsideOfQuotes(ReadOnlySpan<byte> text, ReadOnlySpan<byte> letters)
    {
        byte quote = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (quote != 0)
            {
                if (text[at] == '\\') at++;
                else if (text[at] == quote) quote = 0;
            }
            else if (text[at] is (byte)'"' or (byte)'\'') quote = text[at];
            else if (letters.Contains(text[at])) return true;
        }
        return false;
    }
}
