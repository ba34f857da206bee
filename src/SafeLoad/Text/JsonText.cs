using System.Text;

namespace SafeLoad.Text;

/// <summary>
/// Reads JSON as the most lenient of its parsers: with NaN and Infinity, comments, commas before an end, several values in a row, control
/// characters and broken UTF-8 in texts. What any parser makes of a text is seen, and nothing is built of it.
/// </summary>
/// <remarks>RFC 8259; Python's json/decoder.py and json/scanner.py.</remarks>
internal ref struct JsonText
{
    /// <summary>How deep maps and lists may stand in each other.</summary>
    public const int MostDepth = 10_000;

    private const string WordBytes = "+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly ReadOnlySpan<byte> _text;
    private readonly IKeyValueSink _sink;
    private readonly Stack<bool> _open = new();
    private bool _hasComments, _isCut;
    private int _at;
    private State _state = State.Value;

    private JsonText(ReadOnlySpan<byte> text, IKeyValueSink sink)
    {
        _text = text;
        _sink = sink;
    }

    private enum State
    {
        Value,
        Key,
        Colon,
        End,
    }

    /// <summary>Reads a text and tells what it holds, as far as it can be read.</summary>
    /// <param name="text">The text, in UTF-8.</param>
    /// <param name="sink">Told what it holds.</param>
    /// <param name="hasComments">Whether something was passed over as a comment, which YAML reads as text and more.</param>
    public static KeyValueEnd Read(ReadOnlySpan<byte> text, IKeyValueSink sink, out bool hasComments)
    {
        var json = new JsonText(text, sink);
        KeyValueEnd end = json.Read();
        hasComments = json._hasComments;
        return end;
    }

    private KeyValueEnd Read()
    {
        while (true)
        {
            if (!SkipBlanks()) return KeyValueEnd.Broken;
            if (_at == _text.Length) return _open.Count == 0 ? KeyValueEnd.Whole : KeyValueEnd.Cut;
            if (_open.Count > MostDepth) return KeyValueEnd.Beyond;
            if (!Step(_text[_at])) return _isCut ? KeyValueEnd.Cut : KeyValueEnd.Broken;
        }
    }

    private bool Step(byte next)
    {
        // Several values in a row are as many texts.
        if (_state == State.End && _open.Count == 0) _state = State.Value;
        switch (next)
        {
            case (byte)'{' or (byte)'[' when _state == State.Value:
                Open(isMap: next == '{');
                return true;
            case (byte)'}' or (byte)']' when _open.TryPop(out bool isMap):
                _at++;
                _sink.Close();
                bool isPlaced = _state == State.End || _state == (isMap ? State.Key : State.Value);
                _state = State.End;
                return isPlaced && isMap == (next == '}');
            case (byte)',' when _state == State.End && _open.TryPeek(out bool isMap):
                _at++;
                _state = isMap ? State.Key : State.Value;
                return true;
            case (byte)':' when _state == State.Colon:
                _at++;
                _state = State.Value;
                return true;
            case (byte)'"' when _state is State.Key or State.Value:
                return ReadString();
            default:
                return _state == State.Value && ReadWord();
        }
    }

    private void Open(bool isMap)
    {
        _at++;
        _open.Push(isMap);
        if (isMap) _sink.OpenMap();
        else _sink.OpenList();
        _state = isMap ? State.Key : State.Value;
    }

    private bool ReadString()
    {
        int start = _at++, escapes = 0;
        while (true)
        {
            int found = _text[_at..].IndexOfAny((byte)'"', (byte)'\\');
            _isCut = found < 0;
            if (_isCut) return false;
            _at += found;
            if (_text[_at] == '"') break;
            escapes++;
            _at += 2;
            _isCut = _at > _text.Length;
            if (_isCut) return false;
        }
        ReadOnlySpan<byte> text = _text[(start + 1).._at++];
        if (escapes > 0) text = TextEscapes.Unescape(text);
        if (_state == State.Key) _sink.Key(text, start);
        else _sink.Value(text, start, isQuoted: true);
        _state = _state == State.Key ? State.Colon : State.End;
        return true;
    }

    // A number, true, false, null, NaN, Infinity.
    private bool ReadWord()
    {
        int length = 0;
        while (_at + length < _text.Length && WordBytes.Contains((char)_text[_at + length])) length++;
        if (length == 0) return false;
        _sink.Value(_text.Slice(_at, length), _at, isQuoted: false);
        _at += length;
        _state = State.End;
        return true;
    }

    // Blanks and comments.
    private bool SkipBlanks()
    {
        while (_at < _text.Length)
        {
            byte next = _text[_at];
            if (next is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') _at++;
            else if (next != '/') return true;
            else
            {
                ReadOnlySpan<byte> rest = _text[_at..];
                bool isLine = rest.StartsWith("//"u8);
                if (!isLine && !rest.StartsWith("/*"u8)) return false;
                _hasComments = true;
                int end = rest[2..].IndexOf(isLine ? "\n"u8 : "*/"u8);
                _at = end < 0 ? _text.Length : _at + 2 + end + (isLine ? 1 : 2);
            }
        }
        return true;
    }
}
