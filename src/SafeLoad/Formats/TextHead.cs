using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats;

/// <summary>Tells text from other bytes.</summary>
internal static class TextHead
{
    private const int LongestLine = 60;

    /// <summary>What can stand before text (<see cref="Trim"/>): a byte order mark and blanks.</summary>
    public static string[] Blanks { get; } = ["\u00EF\u00BB\u00BF", " ", "\t", "\r", "\n"];

    /// <summary>The bytes behind a byte order mark and blanks.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> head) => (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])
        ? head[3..] : head).TrimStart(" \t\r\n"u8);

    /// <summary>Whether bytes are text: printable ASCII with line ends, or UTF-8 beyond it; the last character may be cut.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return false;
        foreach (byte value in head)
        {
            if (IsControl(value)) return false;
        }
        for (int cut = 0; cut < 4 && cut < head.Length; cut++)
        {
            if (Utf8Text.IsValid(head[..^cut])) return true;
        }
        return false;
    }

    /// <summary>The first line, cut short and safe to print.</summary>
    public static string FirstLine(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = Trim(head);
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return Printable.Escape(System.Text.Encoding.UTF8.GetString(end < 0 ? text : text[..end]), maxLength: LongestLine);
    }

    // No text has these: control characters but tab, line feed, carriage return, form feed, escape.
    private static bool IsControl(byte value) => value is < 32 and not (9 or 10 or 12 or 13 or 27) or 127;
}
