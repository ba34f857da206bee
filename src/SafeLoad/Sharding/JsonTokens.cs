using System.Text.Json;
using System.Text.Unicode;

namespace SafeLoad.Sharding;

/// <summary>The tokens of a JSON document, read through a window that moves over it and is as large as its longest token.</summary>
/// <param name="source">The document.</param>
/// <param name="maxDepth">How deep its values may be nested.</param>
/// <param name="window">The bytes that are looked at at once, as long as no token is longer.</param>
internal sealed class JsonTokens(ByteSource source, int maxDepth, int window = 1 << 16)
{
    private byte[] _window = new byte[(int)Math.Min(source.Length, window)];
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = maxDepth });
    // What of the window is not consumed, and how much of the source was taken into it.
    private int _start, _end;
    private long _taken;
    private int _tokenStart, _valueLength, _depth;
    private bool _isEscaped;
    private MemoryStream? _raw;

    /// <summary>What was read last.</summary>
    public JsonTokenType Type { get; private set; }

    /// <summary>The name or string that was read last, without escapes. Valid until the next one is read.</summary>
    /// <exception cref="InvalidOperationException">It is no valid Unicode.</exception>
    public ReadOnlySpan<byte> Text
    {
        get
        {
            ReadOnlySpan<byte> text = _window.AsSpan(_tokenStart + 1, _valueLength);
            if (!_isEscaped) return Utf8.IsValid(text) ? text : throw new InvalidOperationException("This is no UTF-8.");
            var reader = new Utf8JsonReader(_window.AsSpan(_tokenStart, _valueLength + 2));
            reader.Read();
            byte[] plain = new byte[_valueLength];
            return plain.AsSpan(0, reader.CopyString(plain));
        }
    }

    /// <summary>Reads a token.</summary>
    /// <returns>False at the end of the document.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool Read()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_window.AsSpan(_start, _end - _start), _taken == source.Length, _state);
            bool isRead = reader.Read();
            if (isRead)
            {
                Type = reader.TokenType;
                (_tokenStart, _valueLength) = (_start + (int)reader.TokenStartIndex, reader.ValueSpan.Length);
                (_isEscaped, _depth) = (reader.ValueIsEscaped, reader.CurrentDepth);
            }
            int consumed = (int)reader.BytesConsumed;
            _raw?.Write(_window, _start, consumed);
            (_state, _start) = (reader.CurrentState, _start + consumed);
            if (isRead || _taken == source.Length) return isRead;
            Fill();
        }
    }

    /// <summary>Goes to the end of the value whose first token was read last.</summary>
    public void Skip()
    {
        int depth = _depth;
        if (Type is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        while (Read() && _depth > depth) { }
    }

    /// <summary>The value whose first token was read last, as it stands in the document.</summary>
    public byte[] ReadRaw()
    {
        _raw = new MemoryStream();
        _raw.Write(_window, _tokenStart, _start - _tokenStart);
        Skip();
        byte[] raw = _raw.ToArray();
        _raw = null;
        return raw;
    }

    // A token that the window does not hold makes it larger.
    private void Fill()
    {
        int kept = _end - _start;
        byte[] next = kept < _window.Length ? _window
            : new byte[(int)Math.Min(Math.Min(_window.Length * 2L, source.Length), Array.MaxLength)];
        _window.AsSpan(_start, kept).CopyTo(next);
        int more = (int)Math.Min(next.Length - kept, source.Length - _taken);
        source.ReadExactly(_taken, next.AsSpan(kept, more));
        (_window, _start, _end, _taken) = (next, 0, kept + more, _taken + more);
    }
}
