using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using SafeLoad.Text;

namespace SafeLoad.Pickle;

/// <summary>The text arguments of protocol 0, read as CPython's C unpickler reads them.</summary>
/// <remarks>Modules/_pickle.c: load_int, load_long, load_float, load_string, load_unicode, load_get, load_put.</remarks>
internal static class PickleText
{
    /// <summary>INT and LONG: base 0, so <c>0x1F</c>, <c>0o17</c>, <c>0b1</c> and <c>1_0</c> are numbers. Null if it is none.</summary>
    /// <param name="text">The text without newline, and without the L of LONG.</param>
    /// <param name="octal">Whether a plain leading 0 means octal, as strtol has it: for INT, not for LONG.</param>
    public static BigInteger? ParseInteger(ReadOnlySpan<byte> text, bool octal)
    {
        text = Trim(text);
        bool negative = false;
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            text = text[1..];
        }
        int radix = 10;
        bool prefixed = text.Length > 1 && text[0] == '0';
        if (prefixed)
        {
            radix = (char)(text[1] | 0x20) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 };
            if (radix != 10) text = text[2..];
            else if (text.IndexOfAnyExcept((byte)'0', (byte)'_') < 0) radix = 10;
            else if (octal && text.IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0) radix = 8;
            else return null;
            if (radix != 10 && text.Length > 0 && text[0] == '_') text = text[1..];
        }
        BigInteger? value = ParseDigits(text, radix);
        return negative ? -value : value;
    }

    /// <summary>GET and PUT: base 10 as Python's <c>int()</c> reads it: <c>1_0</c>, <c> 11 </c>, <c>+11</c>.
    /// Null if it is no number.</summary>
    public static BigInteger? ParseIndex(ReadOnlySpan<byte> text)
    {
        // C's parser ends at a NUL.
        int end = text.IndexOf((byte)0);
        text = Trim(end < 0 ? text : text[..end]);
        bool negative = !text.IsEmpty && text[0] == '-';
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+') text = text[1..];
        BigInteger? value = ParseDigits(text, 10);
        return negative ? -value : value;
    }

    /// <summary>FLOAT: decimal text, <c>inf</c> and <c>nan</c>. Null if it is no number, or one too large,
    /// which Python refuses and .NET makes infinite.</summary>
    public static double? ParseFloat(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length > 4096) return null;
        ReadOnlySpan<byte> body = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        double sign = text[0] == '-' ? -1 : 1;
        if (Ascii.EqualsIgnoreCase(body, "inf"u8) || Ascii.EqualsIgnoreCase(body, "infinity"u8)) return sign * double.PositiveInfinity;
        if (Ascii.EqualsIgnoreCase(body, "nan"u8)) return double.NaN;
        // Only digits, one point and an exponent: .NET would also take white space, signs in odd places and group separators.
        if (body.IndexOfAnyExcept("0123456789.eE+-"u8) >= 0) return null;
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
    }

    /// <summary>STRING: the bytes between its quotes, escapes decoded. Null if quotes are missing or an escape is broken.</summary>
    public static byte[]? DecodeString(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != text[^1] || text[0] is not ((byte)'\'' or (byte)'"')) return null;
        text = text[1..^1];
        var result = new MemoryStream(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.WriteByte(text[i]);
                continue;
            }
            if (++i == text.Length) return null;
            switch (text[i])
            {
                case (byte)'\\': case (byte)'\'': case (byte)'"': result.WriteByte(text[i]); break;
                case (byte)'a': result.WriteByte(7); break;
                case (byte)'b': result.WriteByte(8); break;
                case (byte)'f': result.WriteByte(12); break;
                case (byte)'n': result.WriteByte(10); break;
                case (byte)'r': result.WriteByte(13); break;
                case (byte)'t': result.WriteByte(9); break;
                case (byte)'v': result.WriteByte(11); break;
                case (byte)'x':
                    if (i + 2 >= text.Length || !Utf8Parser.TryParse(text.Slice(i + 1, 2), out byte hex, out int used, 'x') || used != 2)
                        return null;
                    result.WriteByte(hex);
                    i += 2;
                    break;
                case >= (byte)'0' and <= (byte)'7':
                    int octal = 0, end = Math.Min(i + 3, text.Length);
                    for (; i < end && text[i] is >= (byte)'0' and <= (byte)'7'; i++) octal = octal * 8 + text[i] - '0';
                    result.WriteByte((byte)octal);
                    i--;
                    break;
                default:
                    // Python keeps an escape that it does not know.
                    result.WriteByte((byte)'\\');
                    result.WriteByte(text[i]);
                    break;
            }
        }
        return result.ToArray();
    }

    /// <summary>UNICODE: Latin-1 with <c>\uXXXX</c> and <c>\UXXXXXXXX</c> escapes, as UTF-8 with lone surrogates.
    /// Null if an escape is broken.</summary>
    public static byte[]? DecodeUnicode(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'\\') < 0 && Ascii.IsValid(text)) return text.ToArray();
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append((char)text[i]);
                continue;
            }
            int digits = (char)text[++i] switch { 'u' => 4, 'U' => 8, _ => 0 };
            if (digits == 0)
            {
                result.Append('\\').Append((char)text[i]);
                continue;
            }
            if (i + digits >= text.Length || !Utf8Parser.TryParse(text.Slice(i + 1, digits), out uint code, out int used, 'x')
                || used != digits || code > 0x10FFFF) return null;
            if (code < 0x10000) result.Append((char)code);
            else result.Append(char.ConvertFromUtf32((int)code));
            i += digits;
        }
        return Utf8Text.Encode(result.ToString());
    }

    /// <summary>LONG1 and LONG4: two's complement, little-endian; no bytes are 0.</summary>
    public static BigInteger DecodeInteger(ReadOnlySpan<byte> bytes) => new(bytes);

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\v\f"u8);

    private static BigInteger? ParseDigits(ReadOnlySpan<byte> text, int radix)
    {
        if (text.IsEmpty || text[0] == '_' || text[^1] == '_') return null;
        var digits = new StringBuilder(text.Length + 1);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '_')
            {
                if (text[i - 1] == '_') return null;
                continue;
            }
            int digit = text[i]
                switch { >= (byte)'0' and <= (byte)'9' => text[i] - '0', >= (byte)'a' and <= (byte)'f' =>
                    text[i] - 'a' + 10, >= (byte)'A' and <= (byte)'F' => text[i] - 'A' + 10, _ => 99 };
            if (digit >= radix) return null;
            digits.Append((char)text[i]);
        }
        if (radix == 10) return BigInteger.Parse(digits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture);
        if (radix == 16) return BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        BigInteger value = BigInteger.Zero;
        for (int i = 0; i < digits.Length; i++) value = value * radix + (digits[i] - '0');
        return value;
    }
}
