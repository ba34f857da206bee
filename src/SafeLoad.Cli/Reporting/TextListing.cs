using System.Globalization;
using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Texts;

namespace SafeLoad.Cli.Reporting;

/// <summary>Prints lines of a text around a place, for findings that are in no pickle.</summary>
/// <param name="terminal">Where.</param>
internal sealed class TextListing(Terminal terminal)
{
    private const int Window = 1 << 12, Lines = 4, LongestLine = 160;

    /// <summary>Whether bytes are marked as a text in another encoding than UTF-8: no pickle begins so.</summary>
    public static bool IsEncoded(ByteSource source) => source.Length > 0 && TextForm.Of(source) is { Encoding: not null, MarkLength: > 0 };

    /// <summary>Prints the lines around a place, and marks the one that holds it; the first ones where no place is given.</summary>
    /// <param name="source">The text.</param>
    /// <param name="record">What it is called; null if it is the file itself.</param>
    /// <param name="place">The offset in it; null for none.</param>
    /// <returns>False if the bytes are no text, or end before the place.</returns>
    public bool TryWrite(ByteSource source, string? record, long? place)
    {
        if (TextForm.Of(source) is not { } form || place >= source.Length) return false;
        // What is encoded in another way than UTF-8 has no offsets.
        long marked = form.Encoding is null ? place ?? 0 : 0, start = Math.Max(0, marked - Window);
        byte[] bytes = new byte[(int)Math.Min(source.Length, marked + Window) - start];
        source.ReadExactly(start, bytes);
        string[] lines = Encoding.Latin1.GetString(form.Encoding is null ? bytes : form.Decode(bytes)).Split('\n');
        long[] offsets = new long[lines.Length + 1];
        offsets[0] = start;
        for (int i = 0; i < lines.Length; i++) offsets[i + 1] = offsets[i] + lines[i].Length + 1;
        int at = Math.Max(0, Array.FindLastIndex(offsets, lines.Length - 1, offset => offset <= marked));
        if (record is not null) terminal.WriteLine(Checkpoint.Escape(record));
        for (int i = Math.Max(0, at - Lines); i < Math.Min(lines.Length, at + (place is null ? Lines * Lines : Lines) + 1); i++)
        {
            // The place of a long line is what is shown of it.
            int from = i == at ? (int)Math.Max(0, marked - offsets[i] - LongestLine / 2) : 0;
            string line = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(lines[i][from..].TrimEnd('\r')));
            string number = (offsets[i] + from).ToString("X", CultureInfo.InvariantCulture).PadLeft(8);
            string mark = place is null ? "" : i == at ? "> " : "  ";
            terminal.WriteLine(mark + number + "  " + Checkpoint.Escape(line, LongestLine));
        }
        return true;
    }
}
