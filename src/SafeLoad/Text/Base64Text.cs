namespace SafeLoad.Text;

/// <summary>Base64 as Python's <c>base64.b64decode</c> reads it: it passes over whatever is no letter of its alphabet.</summary>
/// <remarks>RFC 4648; Modules/binascii.c, <c>binascii_a2b_base64_impl</c> without strict mode; Lib/base64.py,
/// <c>urlsafe_b64decode</c>.</remarks>
internal static class Base64Text
{
    private const int HeadLetters = 4, LeastOfStrict = 12;

    /// <summary>Whether a text has letters of base64 and blanks alone, and as many as something takes.</summary>
    public static bool IsStrict(ReadOnlySpan<byte> text)
    {
        if (text.Length < LeastOfStrict) return false;
        foreach (byte letter in text)
        {
            if (Value(letter, isUrlSafe: true) < 0
                && letter is not ((byte)'=' or (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t')) return false;
        }
        return true;
    }

    /// <summary>The first three bytes that a text stands for; none if it is shorter.</summary>
    public static byte[] Head(ReadOnlySpan<byte> text)
    {
        Span<byte> head = stackalloc byte[HeadLetters];
        int count = 0;
        for (int at = 0; count < HeadLetters; at++)
        {
            if (at == text.Length) return [];
            if (Value(text[at], isUrlSafe: true) >= 0) head[count++] = text[at];
        }
        return Decode(head, isUrlSafe: false);
    }

    /// <summary>The bytes that a text stands for.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isUrlSafe">Whether its last two letters are <c>-</c> and <c>_</c> too.</param>
    public static byte[] Decode(ReadOnlySpan<byte> text, bool isUrlSafe)
    {
        byte[] bytes = new byte[text.Length / 4 * 3 + 3];
        int length = 0, bits = 0, count = 0, pads = 0;
        foreach (byte letter in text)
        {
            if (letter == '=' && count % 4 >= 2 && count % 4 + ++pads >= 4) break;
            if (Value(letter, isUrlSafe) is not (>= 0 and var value)) continue;
            pads = 0;
            bits = bits << 6 | value;
            if (count++ % 4 > 0) bytes[length++] = (byte)(bits >> (6 - (count - 1) % 4 * 2));
        }
        return bytes[..length];
    }

    /// <summary>Whether a byte is a letter of base64, of either alphabet.</summary>
    public static bool IsLetter(byte letter) => Value(letter, isUrlSafe: true) >= 0;

    private static int Value(byte letter, bool isUrlSafe) => letter switch
    {
        >= (byte)'A' and <= (byte)'Z' => letter - 'A',
        >= (byte)'a' and <= (byte)'z' => letter - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => letter - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        (byte)'-' when isUrlSafe => 62,
        (byte)'_' when isUrlSafe => 63,
        _ => -1,
    };
}
