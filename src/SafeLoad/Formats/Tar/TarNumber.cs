using System.Buffers.Binary;

namespace SafeLoad.Formats.Tar;

/// <summary>Numbers in the headers of a tar: octal text, or binary when the first byte says so.</summary>
/// <remarks>Python's tarfile, <c>nti</c>: text to its first NUL, as <c>int(text, 8)</c> reads it, which knows blanks of many kinds, a sign,
/// a prefix and underscores. Others know digits alone.</remarks>
internal static class TarNumber
{
    private const byte Positive = 0x80, Negative = 0xFF;

    /// <summary>A number as Python reads it; null if it is none, or has more than 63 bits.</summary>
    public static long? Read(ReadOnlySpan<byte> field)
    {
        if (field[0] is Positive or Negative) return ReadBinary(field);
        ReadOnlySpan<byte> text = Text(field).Trim("\t\n\v\f\r\x1c\x1d\x1e\x1f "u8);
        if (text.IsEmpty) return 0;
        bool isNegative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+') text = text[1..];
        bool hasPrefix = text.StartsWith("0o"u8) || text.StartsWith("0O"u8);
        return ReadDigits(hasPrefix ? text[2..] : text, mayBeginWithLine: hasPrefix) is { } value ? isNegative ? -value : value : null;
    }

    /// <summary>Whether every reader takes a field for the same number: digits between spaces, as all writers write it.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> field)
    {
        if (field[0] == Positive || field.IndexOfAnyExcept((byte)0) < 0) return true;
        ReadOnlySpan<byte> digits = Text(field).Trim((byte)' ');
        return !digits.IsEmpty && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0;
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;

    private static long? ReadDigits(ReadOnlySpan<byte> digits, bool mayBeginWithLine)
    {
        long value = 0;
        bool mayBeLine = mayBeginWithLine;
        if (digits.IsEmpty || digits[^1] == '_') return null;
        foreach (byte digit in digits)
        {
            if (digit == '_' && mayBeLine)
            {
                mayBeLine = false;
                continue;
            }
            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3) return null;
            value = value * 8 + digit - '0';
            mayBeLine = true;
        }
        return value;
    }

    // Big-endian, behind the byte that says the sign.
    private static long? ReadBinary(ReadOnlySpan<byte> field)
    {
        byte sign = field[0] == Negative ? (byte)0xFF : (byte)0;
        ReadOnlySpan<byte> bytes = field[1..];
        while (bytes.Length > sizeof(long) - 1 && bytes[0] == sign) bytes = bytes[1..];
        if (bytes.Length > sizeof(long) - 1) return null;
        Span<byte> value = stackalloc byte[sizeof(long)];
        value.Fill(sign);
        bytes.CopyTo(value[(sizeof(long) - bytes.Length)..]);
        return BinaryPrimitives.ReadInt64BigEndian(value);
    }
}
