namespace SafeLoad.Scanning.Archives;

/// <summary>
/// The small texts that PyTorch's writer puts beside the pickles: a version, a byte order, a number of the file. Bytes that are nothing but
/// digits, or one of two words, are read whole here; whoever tried all formats on them would find text.
/// </summary>
/// <remarks>caffe2/serialize/inline_container.cc; torch/serialization.py, <c>_save</c>.</remarks>
internal static class WriterText
{
    private const int MostBytes = 64;

    /// <summary>Whether a record is such a text, by its name and by all of its bytes.</summary>
    public static bool IsIn(ReadOnlySpan<byte> record, ByteSource source)
    {
        ReadOnlySpan<byte> name = record[(record.LastIndexOf((byte)'/') + 1)..];
        bool isNamed = name.SequenceEqual("version"u8) || name.SequenceEqual("byteorder"u8) || name.SequenceEqual("serialization_id"u8)
            || name.SequenceEqual(".format_version"u8) || name.SequenceEqual(".storage_alignment"u8);
        if (!isNamed || source.Length > MostBytes) return false;
        Span<byte> buffer = stackalloc byte[MostBytes];
        Span<byte> text = buffer[..(int)source.Length];
        source.ReadExactly(0, text);
        return IsNumber(text) || text.SequenceEqual("little"u8) || text.SequenceEqual("big"u8);
    }

    // Digits, and perhaps the end of the line.
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        int digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9') digits++;
        return digits > 0 && (digits == text.Length || (digits == text.Length - 1 && text[digits] == '\n'));
    }
}
