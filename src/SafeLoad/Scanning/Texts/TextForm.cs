using System.Text;

namespace SafeLoad.Scanning.Texts;

/// <summary>How the characters of a text are written in bytes.</summary>
/// <param name="Encoding">The encoding; null for UTF-8, which needs no other bytes.</param>
/// <param name="MarkLength">How many bytes the mark in front of it has.</param>
internal readonly record struct TextForm(Encoding? Encoding, int MarkLength)
{
    private const int HeadBytes = 512;

    private static readonly Encoding s_utf16Big = Encoding.BigEndianUnicode, s_utf32Big = new UTF32Encoding(bigEndian: true, false);

    /// <summary>The form of bytes that begin as a text does; null for other bytes. Python's json tells UTF-16 and UTF-32 without a mark
    /// too, by their zeros (<c>json.detect_encoding</c>).</summary>
    public static TextForm? Of(ByteSource source)
    {
        Span<byte> buffer = stackalloc byte[HeadBytes];
        Span<byte> head = buffer[..(int)Math.Min(HeadBytes, source.Length)];
        source.ReadExactly(0, head);
        TextForm form = Tell(head);
        if (form.Encoding is null) return IsText(head[form.MarkLength..]) ? form : null;
        return IsText(Encoding.UTF8.GetBytes(form.Encoding.GetString(head[form.MarkLength..]))) ? form : null;
    }

    /// <summary>The text in UTF-8, without its mark.</summary>
    public byte[] Decode(byte[] bytes) => Encoding is null ? MarkLength == 0 ? bytes : bytes[MarkLength..]
        : Encoding.UTF8.GetBytes(Encoding.GetString(bytes, MarkLength, bytes.Length - MarkLength));

    private static TextForm Tell(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, 0, 0, ..] => new(Encoding.UTF32, 4),
        [0, 0, 0xFE, 0xFF, ..] => new(s_utf32Big, 4),
        [0xFF, 0xFE, ..] => new(Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => new(s_utf16Big, 2),
        [0xEF, 0xBB, 0xBF, ..] => new(null, 3),
        [> 0, 0, 0, 0, ..] => new(Encoding.UTF32, 0),
        [0, 0, 0, > 0, ..] => new(s_utf32Big, 0),
        [> 0, 0, > 0, 0, ..] => new(Encoding.Unicode, 0),
        [0, > 0, 0, > 0, ..] => new(s_utf16Big, 0),
        _ => new(null, 0),
    };

    // No text has these: control characters but tab, line feed, form feed, carriage return, escape.
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (byte value in head)
        {
            if (value is < 32 and not (9 or 10 or 12 or 13 or 27)) return false;
        }
        return !head.IsEmpty;
    }
}
