namespace SafeLoad.Formats;

/// <summary>Tells XML and HTML by the first element.</summary>
internal static class MarkupHead
{
    /// <summary>What its files begin with.</summary>
    public static string[] Magics { get; } = [.. TextHead.Blanks, "<"];

    /// <summary>The name of the first element; empty if the text does not begin with markup, or the name is not near enough.</summary>
    public static ReadOnlySpan<byte> RootOf(ReadOnlySpan<byte> head)
    {
        for (ReadOnlySpan<byte> rest = TextHead.Trim(head); rest is [(byte)'<', var next, ..]; rest = TextHead.Trim(rest))
        {
            if (char.IsAsciiLetter((char)next))
            {
                ReadOnlySpan<byte> name = rest[1..];
                int end = name.IndexOfAny(" \t\r\n/>"u8);
                return end < 0 ? name : name[..end];
            }
            if (next is not ((byte)'?' or (byte)'!')) break;
            // A declaration or a comment.
            ReadOnlySpan<byte> close = rest.StartsWith("<!--"u8) ? "-->"u8 : ">"u8;
            int closed = rest.IndexOf(close);
            if (closed < 0) break;
            rest = rest[(closed + close.Length)..];
        }
        return default;
    }

    /// <summary>Whether it is a web page.</summary>
    public static bool IsHtml(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = TextHead.Trim(head);
        return IsNamed(RootOf(head), "html") || (text.Length > 14 && IsNamed(text[..14], "<!doctype html")) || IsNamed(RootOf(head),
            "head") || IsNamed(RootOf(head), "body");
    }

    private static bool IsNamed(ReadOnlySpan<byte> name, string expected) => System.Text.Ascii.EqualsIgnoreCase(name, expected);
}
