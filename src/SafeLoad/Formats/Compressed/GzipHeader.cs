using System.Buffers.Binary;

namespace SafeLoad.Formats.Compressed;

/// <summary>The header of a gzip member: how long it is. Flags that nobody knows and a wrong header CRC are passed over,
/// as Python passes over them.</summary>
/// <remarks>RFC 1952.</remarks>
internal static class GzipHeader
{
    /// <summary>CRC-32 and length behind the data.</summary>
    public const int TrailerLength = 8;

    private const int FixedLength = 10, ExtraFlag = 4, NameFlag = 8, CommentFlag = 16, ChecksumFlag = 2;

    /// <summary>The length of the header at an offset, no further than the source reaches.</summary>
    public static long LengthAt(ByteSource source, long offset)
    {
        Span<byte> head = stackalloc byte[FixedLength];
        if (source.Length - offset < head.Length) return Math.Max(0, source.Length - offset);
        source.ReadExactly(offset, head);
        long at = offset + FixedLength;
        Span<byte> two = stackalloc byte[2];
        if ((head[3] & ExtraFlag) != 0 && source.Length - at >= 2)
        {
            source.ReadExactly(at, two);
            at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(two);
        }
        if ((head[3] & NameFlag) != 0) at = AfterZero(source, at);
        if ((head[3] & CommentFlag) != 0) at = AfterZero(source, at);
        if ((head[3] & ChecksumFlag) != 0) at += 2;
        return Math.Min(at, source.Length) - offset;
    }

    /// <summary>Where the zeros end that may stand between members.</summary>
    public static long SkipZeros(ByteSource source, long offset)
    {
        Span<byte> piece = stackalloc byte[1 << 13];
        while (offset < source.Length)
        {
            int read = source.Read(offset, piece);
            int found = piece[..read].IndexOfAnyExcept((byte)0);
            if (found >= 0) return offset + found;
            offset += read;
        }
        return offset;
    }

    private static long AfterZero(ByteSource source, long offset)
    {
        Span<byte> piece = stackalloc byte[512];
        while (offset < source.Length)
        {
            int read = source.Read(offset, piece);
            int found = piece[..read].IndexOf((byte)0);
            if (found >= 0) return offset + found + 1;
            offset += read;
        }
        return offset;
    }
}
