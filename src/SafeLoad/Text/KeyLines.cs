using System.Text;

namespace SafeLoad.Text;

/// <summary>Reads keys and values of the simpler languages of configurations (TOML, INI, JSON5, Jsonnet, HOCON) as far as it takes to know
/// them: a key, an equals sign or colon, and a value, whatever stands between. Nothing is built of it, and all keys are told as those of
/// one map: a table in a table stands elsewhere in the text.</summary>
/// <remarks>toml.io; json5.org; jsonnet.org; Lib/configparser.py.</remarks>
internal ref struct KeyLines
{
    private const int MostJoined = 100;

    private static readonly string[] s_endings =
        [".toml", ".ini", ".cfg", ".conf", ".json5", ".jsonnet", ".libsonnet", ".hocon", ".properties"];

    private readonly ReadOnlySpan<byte> _text;
    private readonly IKeyValueSink _sink;
    private int _at;

    private KeyLines(ReadOnlySpan<byte> text, IKeyValueSink sink)
    {
        _text = text;
        _sink = sink;
    }

    /// <summary>Whether a file is called like one of these languages.</summary>
    public static bool IsNamedLike(string name) => Array.Exists(s_endings, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>Tells what a text holds.</summary>
    public static void Read(ReadOnlySpan<byte> text, IKeyValueSink sink)
    {
        sink.OpenMap();
        new KeyLines(text, sink).Read();
        sink.Close();
    }

    // A word is a key where a mark follows it; in brackets at the beginning of a line, it is the name of a table.
    private void Read()
    {
        byte[] word = [];
        int wordAt = 0, joined = 0;
        bool isOpen = false, joins = false;
        while (SkipBlanks())
        {
            byte next = _text[_at];
            if (next is (byte)'=' or (byte)':')
            {
                _at++;
                if (word.Length > 0) ReadValue(word, wordAt);
                (word, joins) = ([], false);
            }
            else if (IsEnd(next))
            {
                // ['a' + 'b']: is one word; a: is none of a sum, and +: adds.
                if (next == ']' && isOpen && word.Length > 0) Parts(word, wordAt);
                isOpen = next == '[' || (isOpen && next == '+');
                joins = next == '+' && word.Length > 0 && joined++ < MostJoined;
                if (next is (byte)',' or (byte)'{' or (byte)'}') word = [];
                _at++;
            }
            else
            {
                int start = _at;
                byte[] read = ReadWord(out bool isQuoted);
                bool isDotted = read is [(byte)'.', ..] || word is [.., (byte)'.'];
                word = joins || (isDotted && word.Length + read.Length < MostJoined) ? [.. word, .. read] : read;
                if (isQuoted && !joins && !isDotted) (wordAt, joined) = (start, 0);
                else if (!joins && !isDotted) wordAt = start;
                joins = false;
            }
        }
    }

    private void ReadValue(byte[] key, int at)
    {
        Parts(key, at);
        if (!SkipBlanks() || IsEnd(_text[_at]) || _text[_at] is (byte)'=' or (byte)':') return;
        int start = _at;
        byte[] value = ReadWord(out bool isQuoted);
        int end = _at;
        // a = b:c is a value with a colon in it.
        while (!isQuoted && _at + 1 < _text.Length && _text[_at] == ':' && !IsBlank(_text[_at + 1]) && !IsEnd(_text[_at + 1]))
        {
            _at++;
            value = [.. value, (byte)':', .. ReadWord(out _)];
        }
        // What has a mark behind it is the next key.
        _at = isQuoted ? end : start;
        if (!isQuoted && IsKey(end)) return;
        _at = Math.Max(_at, isQuoted ? end : start);
        _sink.Value(value, start, isQuoted);
    }

    private readonly bool IsKey(int at)
    {
        while (at < _text.Length && _text[at] is (byte)' ' or (byte)'\t') at++;
        return at < _text.Length && (_text[at] == '=' || (_text[at] == ':' && (at + 1 == _text.Length || IsBlank(_text[at + 1]))));
    }

    // model.class_path, and the keys around it.
    private readonly void Parts(byte[] word, int at)
    {
        string[] parts = Encoding.UTF8.GetString(word).Split('.');
        foreach (string part in parts)
        {
            if (part.Trim() is { Length: > 0 } name) _sink.Key(Encoding.UTF8.GetBytes(name), at);
        }
    }

    private byte[] ReadWord(out bool isQuoted)
    {
        byte quote = _text[_at];
        isQuoted = quote is (byte)'"' or (byte)'\'';
        int start = _at;
        if (!isQuoted)
        {
            while (_at < _text.Length && !IsBlank(_text[_at]) && !IsEnd(_text[_at])
                && _text[_at] is not ((byte)'=' or (byte)':' or (byte)'"' or (byte)'\'')) _at++;
            if (_at == start) _at++;
            return Plain(_text[start.._at]);
        }
        ReadOnlySpan<byte> three = [quote, quote, quote];
        int width = _text[_at..].StartsWith(three) ? 3 : 1;
        start = _at += width;
        while (_at < _text.Length && !(width == 3 ? _text[_at..].StartsWith(three) : _text[_at] == quote || _text[_at] == '\n'))
            _at += _text[_at] == '\\' ? 2 : 1;
        int end = Math.Min(_at, _text.Length);
        _at = Math.Min(end + width, _text.Length);
        return Plain(width == 3 ? _text[start..end].TrimStart("\r\n"u8) : _text[start..end]);
    }

    private static byte[] Plain(ReadOnlySpan<byte> word) => word.Contains((byte)'\\') ? TextEscapes.Unescape(word) : word.ToArray();

    // Blanks and comments; a semicolon begins one at the beginning of a line.
    private bool SkipBlanks()
    {
        while (_at < _text.Length)
        {
            byte next = _text[_at];
            ReadOnlySpan<byte> rest = _text[_at..];
            if (IsBlank(next)) _at++;
            else if (next == '#' || rest.StartsWith("//"u8) || (next == ';' && IsLineStart()))
                _at += rest.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end ? end : rest.Length;
            else if (rest.StartsWith("/*"u8))
                _at += rest[2..].IndexOf("*/"u8) is >= 0 and var close ? close + 4 : rest.Length;
            else return true;
        }
        return false;
    }

    private readonly bool IsLineStart()
    {
        int at = _at - 1;
        while (at >= 0 && _text[at] is (byte)' ' or (byte)'\t') at--;
        return at < 0 || _text[at] is (byte)'\n' or (byte)'\r';
    }

    private static bool IsBlank(byte letter) => letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static bool IsEnd(byte letter) =>
        letter is (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)',' or (byte)';' or (byte)'+' or (byte)'(' or (byte)')';
}
