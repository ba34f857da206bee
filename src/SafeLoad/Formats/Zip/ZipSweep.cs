using System.Buffers.Binary;
using System.Text;

namespace SafeLoad.Formats.Zip;

/// <summary>
/// Finds a zip's records by their local headers, wherever these stand: what a reader sees that streams or repairs and asks no directory.
/// </summary>
/// <remarks>APPNOTE 4.3.7.</remarks>
internal static class ZipSweep
{
    private const int Window = 1 << 20, MostName = 1 << 10;

    /// <summary>The local records of a source, in file order.</summary>
    public static IEnumerable<LocalRecord> Find(ByteSource source)
    {
        LocalRecord? last = null;
        foreach (var (position, isLocal) in Signatures(source))
        {
            // A record's data end no later than the next header or the directory begins, whatever its own header says.
            if (last is { } open) yield return open with { Limit = Math.Max(position, open.DataOffset) };
            last = isLocal ? Read(source, position) : null;
        }
        if (last is { } end) yield return end with { Limit = source.Length };
    }

    private static IEnumerable<(long Position, bool IsLocal)> Signatures(ByteSource source)
    {
        byte[] window = new byte[(int)Math.Min(Window, source.Length)];
        for (long start = 0; source.Length - start >= ZipSignature.LocalSize;)
        {
            int length = (int)Math.Min(window.Length, source.Length - start);
            source.ReadExactly(start, window.AsSpan(0, length));
            for (int at = 0, found; (found = window.AsSpan(at, length - at).IndexOf("PK"u8)) >= 0; at++)
            {
                at += found;
                ReadOnlySpan<byte> signature = window.AsSpan(at, length - at);
                if (signature.StartsWith("PK\x03\x04"u8)) yield return (start + at, true);
                else if (signature.StartsWith("PK\x01\x02"u8) || signature.StartsWith("PK\x06\x06"u8)
                    || signature.StartsWith("PK\x05\x06"u8)) yield return (start + at, false);
            }
            if (start + length == source.Length) break;
            start += length - 3;
        }
    }

    private static LocalRecord? Read(ByteSource source, long position)
    {
        Span<byte> header = stackalloc byte[ZipSignature.LocalSize];
        if (source.Length - position < header.Length) return null;
        source.ReadExactly(position, header);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]),
            extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (nameLength + extraLength > source.Length - position - header.Length) return null;
        // A length of 65,535 costs nothing to write, again and again.
        byte[] name = new byte[Math.Min(nameLength, MostName)];
        source.ReadExactly(position + header.Length, name);
        return new LocalRecord(Encoding.UTF8.GetString(name), BinaryPrimitives.ReadUInt16LittleEndian(header[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[18..]),
            position, position + header.Length + nameLength + extraLength, 0);
    }

    /// <summary>A record as its local header describes it.</summary>
    /// <param name="Name">Its name, of a long one the beginning; bytes that are not UTF-8 become U+FFFD.</param>
    /// <param name="Method">How it is compressed.</param>
    /// <param name="StatedSize">Its compressed size as the header has it; 0 where it follows the data,
    /// 2^32-1 where it stands in an extra field.</param>
    /// <param name="HeaderOffset">Where its header begins.</param>
    /// <param name="DataOffset">Where its data begin.</param>
    /// <param name="Limit">Where the next local header begins, or the source ends.</param>
    public readonly record struct LocalRecord(string Name, ushort Method, uint StatedSize, long HeaderOffset, long DataOffset, long Limit);
}
