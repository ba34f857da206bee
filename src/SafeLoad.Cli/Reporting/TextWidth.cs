using System.Globalization;
using System.Text;

namespace SafeLoad.Cli.Reporting;

/// <summary>How many columns of a terminal text takes: two where Unicode calls a character wide (UAX #11),
/// none where it stands on the one before.</summary>
internal static class TextWidth
{
    /// <summary>The columns of a text in one line.</summary>
    public static int Of(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += Of(rune);
        return width;
    }

    /// <summary>Breaks text into lines of at most so many columns, at spaces where there are some.</summary>
    /// <param name="text">One line.</param>
    /// <param name="width">Columns, at least 2.</param>
    public static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        int used = 0;
        foreach (string word in text.Split(' '))
        {
            bool follows = used > 0 && used + 1 + Of(word) <= width;
            if (follows) Add(new Rune(' '));
            else if (used > 0) End();
            foreach (Rune rune in word.EnumerateRunes()) Add(rune);
        }
        End();
        return lines;

        void Add(Rune rune)
        {
            if (used + Of(rune) > width) End();
            line.Append(rune);
            used += Of(rune);
        }

        void End()
        {
            lines.Add(line.ToString());
            line.Clear();
            used = 0;
        }
    }

    private static int Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    // Hangul, CJK, kana, fullwidth forms, pictographs, the planes of ideographs.
    private static bool IsWide(int value) =>
        value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF)
        or (>= 0x20000 and <= 0x3FFFD);
}
