using System.Text;

namespace SafeLoad.Text;

/// <summary>Bytes that are written as letters in other ways than base64: as Python's <c>bytes.fromhex</c>, <c>base64.b32decode</c>,
/// <c>base64.b85decode</c>, <c>base64.a85decode</c> and <c>ast.literal_eval</c> read them, or as one character for each byte.</summary>
/// <remarks>RFC 4648; Lib/base64.py.</remarks>
internal static class OtherBases
{
    private const int LeastLetters = 16;

    // Lib/base64.py, _b85alphabet.
    private const string Base85Letters =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

    /// <summary>The bytes of hexadecimal digits, in pairs, with blanks between them; none if it is anything else.</summary>
    public static byte[] Hex(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("0x"u8)) text = text[2..];
        if (text.Length < LeastLetters) return [];
        byte[] bytes = new byte[text.Length / 2];
        int count = 0;
        foreach (byte letter in text)
        {
            if (letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            if (!char.IsAsciiHexDigit((char)letter)) return [];
            int value = char.IsAsciiDigit((char)letter) ? letter - '0' : (letter | 0x20) - 'a' + 10;
            if (count / 2 < bytes.Length) bytes[count / 2] = (byte)((bytes[count / 2] << 4) | value);
            count++;
        }
        return count % 2 == 0 ? bytes[..(count / 2)] : [];
    }

    /// <summary>The bytes of base32; none if it is anything else.</summary>
    public static byte[] Base32(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd((byte)'=');
        if (text.Length < LeastLetters) return [];
        byte[] bytes = new byte[text.Length * 5L / 8];
        int bits = 0, held = 0, length = 0;
        foreach (byte letter in text)
        {
            int value = letter switch
            {
                >= (byte)'A' and <= (byte)'Z' => letter - 'A',
                >= (byte)'2' and <= (byte)'7' => letter - '2' + 26,
                _ => -1,
            };
            if (value < 0) return [];
            (bits, held) = (((bits & 0xFF) << 5) | value, held + 5);
            if (held < 8) continue;
            held -= 8;
            bytes[length++] = (byte)(bits >> held);
        }
        return bytes;
    }

    /// <summary>The bytes of base85; none if it is anything else.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isAscii85">Whether its letters are those from <c>!</c> on, as in PostScript.</param>
    public static byte[] Base85(ReadOnlySpan<byte> text, bool isAscii85)
    {
        if (text.Length < LeastLetters) return [];
        byte[] bytes = new byte[(text.Length + 4) / 5 * 4];
        uint value = 0;
        // The last group is filled up.
        for (int count = 0; count < bytes.Length / 4 * 5; count++)
        {
            int digit = count >= text.Length ? 84
                : isAscii85 ? text[count] - '!' : Base85Letters.IndexOf((char)text[count], StringComparison.Ordinal);
            if (digit is < 0 or > 84) return [];
            value = unchecked(value * 85 + (uint)digit);
            if (count % 5 < 4) continue;
            for (int i = 0; i < 4; i++) bytes[count / 5 * 4 + i] = (byte)(value >> (24 - 8 * i));
            value = 0;
        }
        return bytes[..(bytes.Length - (5 - text.Length % 5) % 5)];
    }

    /// <summary>The bytes of a text of which each character is one; none if there are others in it.</summary>
    public static byte[] Latin1(ReadOnlySpan<byte> text)
    {
        string letters = Encoding.UTF8.GetString(text);
        byte[] bytes = new byte[letters.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (letters[i] > 0xFF) return [];
            bytes[i] = (byte)letters[i];
        }
        return bytes;
    }
}
