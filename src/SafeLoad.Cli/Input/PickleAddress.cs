using System.Globalization;

namespace SafeLoad.Cli.Input;

/// <summary>A file, or a place in one as findings print it: <c>model.pt!archive/data.pkl @0x1A3 GLOBAL</c>.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Record">The record in it, and in what that holds: <c>inner.pt!archive/data.pkl</c>; null for none.</param>
/// <param name="Offset">The offset in that record; null for none.</param>
internal sealed record PickleAddress(string File, string? Record, long? Offset)
{
    private const string BeforeOffset = "@0x";

    /// <summary>Reads what was given. What is a file's name as a whole is nothing else; otherwise the shortest beginning that is one
    /// names the file.</summary>
    public static PickleAddress Parse(string text)
    {
        var whole = new PickleAddress(text, null, null);
        if (System.IO.File.Exists(text)) return whole;
        (string place, long? offset) = Split(text);
        if (System.IO.File.Exists(place)) return new PickleAddress(place, null, offset);
        for (int at = place.IndexOf('!', StringComparison.Ordinal); at >= 0; at = place.IndexOf('!', at + 1))
        {
            if (System.IO.File.Exists(place[..at])) return new PickleAddress(place[..at], place[(at + 1)..], offset);
        }
        return whole;
    }

    /// <summary>A place as one word of a shell's command line; null where the file chose characters that a shell or a terminal takes for
    /// something else.</summary>
    public static string? Word(string path, CheckpointLocation at)
    {
        string word = path + (at.Record is null ? "" : "!" + at.Record)
            + (at.Offset is { } offset ? string.Create(CultureInfo.InvariantCulture, $"{BeforeOffset}{offset:X}") : "");
        if (path is "-" or "" || path[0] == '-' || word.Contains('\'') || Checkpoint.Escape(word, int.MaxValue) != word) return null;
        return word.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '@') ? word : "'" + word + "'";
    }

    // What stands behind an offset is the opcode's name.
    private static (string Place, long? Offset) Split(string text)
    {
        int at = text.LastIndexOf(BeforeOffset, StringComparison.Ordinal);
        if (at < 0) return (text, null);
        ReadOnlySpan<char> digits = text.AsSpan(at + BeforeOffset.Length);
        if (digits.IndexOf(' ') is > 0 and var end) digits = digits[..end];
        return long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long offset) && offset >= 0
            ? (text[..at].TrimEnd(' '), offset) : (text, null);
    }
}
