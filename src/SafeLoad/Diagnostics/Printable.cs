using System.Globalization;
using System.Text;

namespace SafeLoad.Diagnostics;

/// <summary>
/// Makes text that a file chose safe to print: one line, no control characters, no ANSI, no bidirectional marks, cut to a length.
/// A global named <c>"\n::error::all is well"</c> must not forge a line of a CI log.
/// </summary>
internal static class Printable
{
    public const int DefaultMaxLength = 120;

    /// <summary>The text with everything but letters, marks, digits, punctuation,
    /// symbols and plain spaces written as <c>\xNN</c> or <c>\uNNNN</c>.</summary>
    public static string Escape(string text, int maxLength = DefaultMaxLength)
    {
        if (text.Length <= maxLength && IsPlain(text)) return text;
        var result = new StringBuilder(Math.Min(text.Length, maxLength) + 16);
        for (int i = 0; i < text.Length; i++)
        {
            if (result.Length >= maxLength)
            {
                result.Append('…');
                break;
            }
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                int rune = char.ConvertToUtf32(c, text[i + 1]);
                if (IsHarmless(CharUnicodeInfo.GetUnicodeCategory(rune))) result.Append(c).Append(text[i + 1]);
                else result.Append(CultureInfo.InvariantCulture, $"\\U{rune:X8}");
                i++;
            }
            else if (c == '\\') result.Append(@"\\");
            else if (IsHarmless(c)) result.Append(c);
            else if (c < 0x100) result.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");
            else result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }
        return result.ToString();
    }

    private static bool IsPlain(string text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~' or '\\') return false;
        }
        return true;
    }

    private static bool IsHarmless(char c) => c == ' ' || (c != '\\' && !char.IsSurrogate(c) && IsHarmless(char.GetUnicodeCategory(c)));

    // Format (bidi marks, zero width), control, line and paragraph separators, other spaces, surrogates,
    // private use and unassigned stay escaped.
    private static bool IsHarmless(UnicodeCategory category) => category is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
