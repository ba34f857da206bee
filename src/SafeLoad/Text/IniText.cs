using System.Text;

namespace SafeLoad.Text;

/// <summary>Reads an INI file as Python's configparser does: keys in small letters, values that go on in lines which stand deeper, and
/// <c>%(name)s</c> for another value.</summary>
/// <remarks>Lib/configparser.py.</remarks>
internal static class IniText
{
    private const int MostInserted = 1000, LongestValue = 1 << 16, MostDepth = 10, LongestIndent = 1000;

    private static readonly string[] s_endings = [".ini", ".cfg", ".conf"];

    /// <summary>Whether a file is called like one.</summary>
    public static bool IsNamedLike(string name) => Array.Exists(s_endings, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a text has one of the sections by which <c>logging.config.fileConfig</c> knows its files, which may be called
    /// anything.</summary>
    public static bool IsOfLogging(ReadOnlySpan<byte> text) => HasSection(text, "[loggers]"u8) || HasSection(text, "[handlers]"u8);

    /// <summary>Tells what a text holds: all its keys as those of one map, the names of sections among them.</summary>
    public static void Read(ReadOnlySpan<byte> text, IKeyValueSink sink)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var pairs = new List<(string Key, StringBuilder Value, long At)>();
        int at = 0;
        while (at < text.Length)
        {
            int length = text[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0) length = text.Length - at;
            Take(Encoding.UTF8.GetString(text.Slice(at, length)), at, pairs);
            at += length + 1;
        }
        foreach (var (key, value, _) in pairs) values[key] = value.ToString();
        sink.OpenMap();
        foreach (var (key, value, place) in pairs)
        {
            sink.Key(Encoding.UTF8.GetBytes(key), place);
            if (value.Length > 0) sink.Value(Encoding.UTF8.GetBytes(Inserted(value.ToString(), values)), place, isQuoted: false);
        }
        sink.Close();
    }

    private static void Take(string line, int at, List<(string Key, StringBuilder Value, long At)> pairs)
    {
        string trimmed = Strip(line);
        if (trimmed.Length == 0 || trimmed[0] is '#' or ';') return;
        if (IsBlank(line[0]) && pairs.Count > 0)
        {
            if (pairs[^1].Value.Length < LongestValue) pairs[^1].Value.Append('\n').Append(trimmed);
            return;
        }
        int mark = trimmed.AsSpan().IndexOfAny('=', ':');
        if (trimmed[0] == '[') pairs.Add((trimmed.Trim('[', ']').ToLowerInvariant(), new StringBuilder(), at));
        else if (mark > 0) pairs.Add((Strip(trimmed[..mark]).ToLowerInvariant(), new(Strip(trimmed[(mark + 1)..])), at));
    }

    // At the beginning of a line, behind blanks: a section in the middle of a line is a word.
    private static bool HasSection(ReadOnlySpan<byte> text, ReadOnlySpan<byte> section)
    {
        for (int at = 0; text[at..].IndexOf(section) is >= 0 and var found; at += found + section.Length)
        {
            int start = at + found, from = Math.Max(0, start - LongestIndent);
            ReadOnlySpan<byte> before = text[from..start];
            int line = Math.Max(before.LastIndexOf((byte)'\n'), before.LastIndexOf((byte)'\r'));
            if ((line >= 0 || from == 0) && Strip(Encoding.UTF8.GetString(before[(line + 1)..])).Length == 0) return true;
        }
        return false;
    }

    // What separates in ASCII is a blank to Python's strip, too.
    private static string Strip(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsBlank(text[start])) start++;
        while (end > start && IsBlank(text[end - 1])) end--;
        return text[start..end];
    }

    private static bool IsBlank(char letter) => char.IsWhiteSpace(letter) || letter is >= '\x1C' and <= '\x1F';

    // What is inserted can have more to insert.
    private static string Inserted(string value, Dictionary<string, string> values)
    {
        for (int depth = 0, count = 0; depth < MostDepth && value.Contains("%(", StringComparison.Ordinal); depth++)
        {
            var text = new StringBuilder();
            int at = 0;
            while (value.IndexOf("%(", at, StringComparison.Ordinal) is >= 0 and var start && text.Length < LongestValue)
            {
                int end = value.IndexOf(")s", start, StringComparison.Ordinal);
                if (end < 0 || ++count > MostInserted) break;
                text.Append(value, at, start - at).Append(values.GetValueOrDefault(value[(start + 2)..end].ToLowerInvariant()));
                at = end + 2;
            }
            value = text.Append(value, at, value.Length - at).ToString();
        }
        return value;
    }
}
