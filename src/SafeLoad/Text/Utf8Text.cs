using System.Text;
using System.Text.Unicode;

namespace SafeLoad.Text;

/// <summary>UTF-8 as Python's <c>surrogatepass</c> reads and writes it:
/// lone surrogates are three bytes like any other character of the range.</summary>
/// <remarks>pickletools: BINUNICODE is "UTF-8 with surrogatepass". .NET's decoder would replace such text silently.</remarks>
internal static class Utf8Text
{
    /// <summary>Whether the bytes are UTF-8, surrogates allowed.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
        while (!Utf8.IsValid(bytes))
        {
            int surrogate = FindSurrogate(bytes);
            if (surrogate < 0 || !Utf8.IsValid(bytes[..surrogate])) return false;
            bytes = bytes[(surrogate + 3)..];
        }
        return true;
    }

    /// <summary>The text of valid bytes; with <paramref name="lenient"/> also of others, broken parts replaced by U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, bool lenient = false)
    {
        if (lenient || Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        for (int surrogate; (surrogate = FindSurrogate(bytes)) >= 0; bytes = bytes[(surrogate + 3)..])
        {
            text.Append(Encoding.UTF8.GetString(bytes[..surrogate]));
            text.Append((char)(0xD000 | ((bytes[surrogate + 1] & 0x3F) << 6) | (bytes[surrogate + 2] & 0x3F)));
        }
        return text.Append(Encoding.UTF8.GetString(bytes)).ToString();
    }

    /// <summary>The bytes of text in which surrogates may be alone.</summary>
    public static byte[] Encode(string text)
    {
        var bytes = new MemoryStream(text.Length + 8);
        Span<byte> buffer = stackalloc byte[4];
        foreach (ReadOnlySpan<char> run in new SurrogateRuns(text))
        {
            if (run.Length == 1 && char.IsSurrogate(run[0]))
            {
                buffer[0] = (byte)(0xE0 | (run[0] >> 12));
                buffer[1] = (byte)(0x80 | ((run[0] >> 6) & 0x3F));
                buffer[2] = (byte)(0x80 | (run[0] & 0x3F));
                bytes.Write(buffer[..3]);
            }
            else bytes.Write(Encoding.UTF8.GetBytes(run.ToArray()));
        }
        return bytes.ToArray();
    }

    private static int FindSurrogate(ReadOnlySpan<byte> bytes)
    {
        for (int from = 0; from + 2 < bytes.Length;)
        {
            int at = bytes[from..].IndexOf((byte)0xED);
            if (at < 0 || from + at + 2 >= bytes.Length) return -1;
            at += from;
            if (bytes[at + 1] is >= 0xA0 and <= 0xBF && bytes[at + 2] is >= 0x80 and <= 0xBF) return at;
            from = at + 1;
        }
        return -1;
    }

    // Runs of well-formed text, and each lone surrogate as a run of its own.
    private ref struct SurrogateRuns(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly SurrogateRuns GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            int length = 0;
            while (length < _rest.Length)
            {
                char c = _rest[length];
                if (!char.IsSurrogate(c)) length++;
                else if (char.IsHighSurrogate(c) && length + 1 < _rest.Length && char.IsLowSurrogate(_rest[length + 1])) length += 2;
                else break;
            }
            if (length == 0) length = 1;
            Current = _rest[..length];
            _rest = _rest[length..];
            return true;
        }
    }
}
