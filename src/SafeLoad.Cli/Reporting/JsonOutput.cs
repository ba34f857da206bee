using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SafeLoad.Cli.Reporting;

/// <summary>
/// Writes JSON by hand: text may hold lone surrogates, which Utf8JsonWriter would silently replace. Everything beyond ASCII is
/// escaped, so that no text of a file can act on a terminal or a log.
/// </summary>
internal sealed class JsonOutput
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 12);

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Clear() => _buffer.ResetWrittenCount();

    public JsonOutput Raw(ReadOnlySpan<byte> json)
    {
        _buffer.Write(json);
        return this;
    }

    public JsonOutput Number(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.GetSpan(24), out int written);
        _buffer.Advance(written);
        return this;
    }

    public JsonOutput Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    public JsonOutput Text(string? value)
    {
        if (value is null) return Raw("null"u8);
        Raw("\""u8);
        char last = '\0';
        foreach (char c in value)
        {
            switch (c)
            {
                // CI systems take ##vso[ and ##[ for commands wherever they stand in a line, in JSON too.
                case '#' when last == '#': Raw("\\u0023"u8); break;
                case '"': Raw("\\\""u8); break;
                case '\\': Raw("\\\\"u8); break;
                case >= ' ' and < '\x7f': Byte((byte)c); break;
                default: Raw(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"))); break;
            }
            last = c;
        }
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
        if (Written.Length > 0 && Written[^1] is not ((byte)'{' or (byte)'[' or (byte)':')) Byte((byte)',');
        return this;
    }

    public JsonOutput Numbers(ReadOnlySpan<long> values)
    {
        Raw("["u8);
        foreach (long value in values) Separate().Number(value);
        return Raw("]"u8);
    }

    private void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }
}
