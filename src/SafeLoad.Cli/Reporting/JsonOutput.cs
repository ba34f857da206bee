using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SafeLoad.Cli.Reporting;

/// <summary>
/// Writes JSON by hand: text may hold lone surrogates, which Utf8JsonWriter would silently replace. Everything beyond ASCII is
/// escaped, so that no text of a file can act on a terminal or a log.
/// </summary>
/// <param name="stream">Where it is written piece by piece, by <see cref="HandOn"/>; null to keep it all as <see cref="Written"/>.</param>
internal sealed class JsonOutput(Stream? stream = null)
{
    private const int LongestNumber = 20, Piece = 1 << 16;

    private byte[] _buffer = new byte[1 << 12];
    private int _count;
    private long _handedOn;
    private byte _last;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _count);

    /// <summary>How many bytes were written, handed on or not.</summary>
    public long Length => _handedOn + _count;

    public void Clear() => _count = 0;

    /// <summary>Between two rows: hands on what was written, once it is worth it, so that a document costs no more memory than its
    /// longest row.</summary>
    /// <param name="all">Whether to hand on the least bit.</param>
    public void HandOn(bool all = false)
    {
        if (stream is null || _count == 0 || (_count < Piece && !all)) return;
        stream.Write(Written);
        (_last, _handedOn, _count) = (_buffer[_count - 1], _handedOn + _count, 0);
    }

    public JsonOutput Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length));
        _count += json.Length;
        return this;
    }

    public JsonOutput Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(LongestNumber), out int written);
        _count += written;
        return this;
    }

    public JsonOutput Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    public JsonOutput Text(string? value) => value is null ? Raw("null"u8) : Text(value.AsSpan());

    public JsonOutput Text(ReadOnlySpan<char> value)
    {
        Raw("\""u8);
        Span<byte> room = Room(value.Length);
        int plain = 0;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is >= ' ' and < '\x7f' and not ('"' or '\\' or '#'))
            {
                room[plain++] = (byte)c;
                continue;
            }
            _count += plain;
            Escaped(c, behindHash: i > 0 && value[i - 1] == '#');
            room = Room(value.Length - i);
            plain = 0;
        }
        _count += plain;
        return Raw("\""u8);
    }

    public JsonOutput Hex(ReadOnlySpan<byte> bytes) =>
        Raw("\""u8).Raw(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes))).Raw("\""u8);

    /// <summary>The name of a member, with a comma before it where one is due.</summary>
    public JsonOutput Member(ReadOnlySpan<byte> name)
    {
        Separate();
        return Raw("\""u8).Raw(name).Raw("\":"u8);
    }

    /// <summary>A comma, unless this is the first thing in its object or array.</summary>
    public JsonOutput Separate()
    {
        byte last = _count > 0 ? _buffer[_count - 1] : _last;
        if (last is not (0 or (byte)'{' or (byte)'[' or (byte)':')) Byte((byte)',');
        return this;
    }

    /// <summary>An object of texts, whose names are texts too.</summary>
    public JsonOutput TextMap(IEnumerable<KeyValuePair<string, string>> entries)
    {
        Raw("{"u8);
        foreach (var (name, text) in entries) Separate().Text(name).Raw(":"u8).Text(text);
        return Raw("}"u8);
    }

    public JsonOutput Texts(IEnumerable<string> values)
    {
        Raw("["u8);
        foreach (string value in values) Separate().Text(value);
        return Raw("]"u8);
    }

    public JsonOutput Numbers(ReadOnlySpan<long> values)
    {
        Raw("["u8);
        foreach (long value in values) Separate().Number(value);
        return Raw("]"u8);
    }

    private void Escaped(char c, bool behindHash)
    {
        switch (c)
        {
            // CI systems take ##vso[ and ##[ for commands wherever they stand in a line, in JSON too.
            case '#' when !behindHash: Byte((byte)'#'); break;
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            default: Raw(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"))); break;
        }
    }

    private void Byte(byte value)
    {
        Room(1)[0] = value;
        _count++;
    }

    // The framework's own buffer of bytes is not compiled ahead of time, and all that is written passes here.
    private Span<byte> Room(int count)
    {
        if (count > _buffer.Length - _count) Array.Resize(ref _buffer, Math.Max(checked(_count + count), _buffer.Length * 2));
        return _buffer.AsSpan(_count);
    }
}
