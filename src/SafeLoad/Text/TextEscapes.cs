using System.Buffers;
using System.Text;

namespace SafeLoad.Text;

/// <summary>Escapes in texts between double quotes, as JSON and YAML have them.</summary>
/// <remarks>RFC 8259, section 7; YAML 1.2.2, section 5.7.</remarks>
internal static class TextEscapes
{
    private static readonly (char Escape, string Meaning)[] s_single =
    [
        ('0', "\0"), ('a', "\a"), ('b', "\b"), ('t', "\t"), ('n', "\n"), ('v', "\v"), ('f', "\f"), ('r', "\r"), ('e', "\x1B"),
        ('N', "\x85"), ('_', "\xA0"), ('L', "\u2028"), ('P', "\u2029"),
    ];

    /// <summary>The bytes that a text with escapes stands for, in UTF-8. An escape that nobody knows stays what it is.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length);
        while (true)
        {
            int escape = text.IndexOf((byte)'\\');
            bytes.Write(escape < 0 ? text : text[..escape]);
            if (escape < 0 || escape + 1 == text.Length) return bytes.WrittenSpan.ToArray();
            text = text[(escape + 1)..];
            text = text[Write(bytes, text)..];
        }
    }

    // Writes what the escape at the beginning stands for; how many bytes it takes.
    private static int Write(ArrayBufferWriter<byte> bytes, ReadOnlySpan<byte> escape)
    {
        int digits = escape[0] switch { (byte)'x' => 2, (byte)'u' => 4, (byte)'U' => 8, _ => 0 };
        if (digits > 0 && TryReadHex(escape[1..], digits, out uint code))
        {
            int length = 1 + digits;
            // Two halves of one character.
            if (code is >= 0xD800 and < 0xDC00 && escape[length..].StartsWith("\\u"u8)
                && TryReadHex(escape[(length + 2)..], 4, out uint low) && low is >= 0xDC00 and < 0xE000)
                (code, length) = (0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), length + 6);
            Rune rune = Rune.IsValid(code) ? new Rune(code) : Rune.ReplacementChar;
            bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
            return length;
        }
        // A line that goes on.
        int breaks = 0;
        while (Break(escape[breaks..]) is > 0 and var blank && (breaks > 0 || blank > 1 || escape[0] is (byte)'\r' or (byte)'\n'))
            breaks += blank;
        if (breaks > 0) return breaks;
        foreach (var (single, meaning) in s_single)
        {
            if (single != escape[0]) continue;
            bytes.Write(Encoding.UTF8.GetBytes(meaning));
            return 1;
        }
        bytes.Write(escape[..1]);
        return 1;
    }

    // How long the blank or line break is that a text begins with: YAML 1.1 also breaks lines at NEL, LS and PS.
    private static int Break(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..] => 1,
        [0xC2, 0x85, ..] => 2,
        [0xE2, 0x80, 0xA8 or 0xA9, ..] => 3,
        _ => 0,
    };

    private static bool TryReadHex(ReadOnlySpan<byte> text, int digits, out uint value)
    {
        value = 0;
        if (text.Length < digits) return false;
        foreach (byte digit in text[..digits])
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
            value = (value << 4) | (uint)(char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return true;
    }
}
