using System.Text;

namespace SafeLoad.Text;

/// <summary>Reads an INI file as Python's configparser does: keys in small letters, values that go on in lines which stand deeper, and
/// <c>%(name)s</c> for another value.</summary>
/// <remarks>Lib/configparser.py.</remarks>
internal static class IniText
{
    private const int MostInserted = 1000, LongestValue = 1 << 16, MostDepth = 10;

    private static readonly string[] s_endings = [".ini", ".cfg", ".conf"];

    /// <summary>Whether a file is called like one.</summary>
    public static bool IsNamedLike(string name) => Array.Exists(s_endings, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

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
            if (value.Length > 0) sink.Value(Encoding.UTF8.GetBytes(Inserted(value.ToString(), values)), place);
        }
        sink.Close();
    }

    private static void Take(string line, int at, List<(string Key, StringBuilder Value, long At)> pairs)
    {
        string trimmed = line.Trim();
        if (trimmed.Length == 0 || trimmed[0] is '#' or ';') return;
        if (char.IsWhiteSpace(line[0]) && pairs.Count > 0)
        {
            if (pairs[^1].Value.Length < LongestValue) pairs[^1].Value.Append('\n').Append(trimmed);
            return;
        }
        int mark = trimmed.AsSpan().IndexOfAny('=', ':');
        if (trimmed[0] == '[') pairs.Add((trimmed.Trim('[', ']').ToLowerInvariant(), new StringBuilder(), at));
        else if (mark > 0) pairs.Add((trimmed[..mark].Trim().ToLowerInvariant(), new StringBuilder(trimmed[(mark + 1)..].Trim()), at));
    }

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
