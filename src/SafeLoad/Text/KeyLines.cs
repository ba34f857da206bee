namespace SafeLoad.Text;

/// <summary>Reads keys and values of the simpler languages of configurations (TOML, INI, JSON5, Jsonnet, HOCON) as far as it takes to know
/// them: a key, an equals sign or colon, and a value, between ends of lines, commas and braces. Nothing is built of it.</summary>
internal static class KeyLines
{
    private static readonly string[] s_endings =
        [".toml", ".ini", ".cfg", ".conf", ".json5", ".jsonnet", ".libsonnet", ".hocon", ".properties"];

    /// <summary>Whether a file is called like one of these languages.</summary>
    public static bool IsNamedLike(string name) => Array.Exists(s_endings, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>Tells what a text holds. Each section, and what stands before the first, is a map.</summary>
    public static void Read(ReadOnlySpan<byte> text, IKeyValueSink sink)
    {
        sink.OpenMap();
        for (int start = 0; start < text.Length;)
        {
            int end = text[start..].IndexOfAny("\n,{}"u8);
            end = end < 0 ? text.Length : start + end;
            ReadOnlySpan<byte> piece = text[start..end].Trim(" \t\r"u8);
            if (!piece.IsEmpty && piece[0] == '[')
            {
                sink.Close();
                sink.OpenMap();
            }
            else ReadPair(piece, start, sink);
            start = end + 1;
        }
        sink.Close();
    }

    private static void ReadPair(ReadOnlySpan<byte> piece, int at, IKeyValueSink sink)
    {
        int mark = piece.IndexOfAny("=:"u8);
        if (mark <= 0) return;
        ReadOnlySpan<byte> key = piece[..mark].Trim(" \t\"'"u8), value = piece[(mark + 1)..].Trim(" \t=:;"u8);
        if (value.Length > 1 && value[0] is (byte)'"' or (byte)'\'' && value[1..].IndexOf(value[0]) is >= 0 and var close)
            value = value[1..(close + 1)];
        if (key.IsEmpty || value.IsEmpty) return;
        // A table in a table: model.class_path.
        sink.Key(key[(key.LastIndexOf((byte)'.') + 1)..], at);
        sink.Value(value, at);
    }
}
