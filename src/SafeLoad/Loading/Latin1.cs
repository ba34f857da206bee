using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>Bytes that a pickle wrote as text of the characters U+0000 to U+00FF.</summary>
internal static class Latin1
{
    public static byte[] Encode(PyValue text, in RebuildArguments arguments)
    {
        ReadOnlySpan<byte> utf8 = text.AsBytes();
        arguments.Context.Budget.ChargeCopy(utf8.Length, arguments.At);
        byte[] bytes = new byte[utf8.Length];
        int count = 0;
        for (int i = 0; i < utf8.Length; i++)
        {
            // U+0080 to U+00FF are C2 and C3 with one more byte; the text is valid UTF-8.
            if (utf8[i] < 0x80) bytes[count++] = utf8[i];
            else if (utf8[i] is 0xC2 or 0xC3) bytes[count++] = (byte)(((utf8[i] & 3) << 6) | (utf8[++i] & 0x3F));
            else throw arguments.Bad("text with characters beyond U+00FF, which latin1 cannot encode");
        }
        return count == bytes.Length ? bytes : bytes[..count];
    }
}
