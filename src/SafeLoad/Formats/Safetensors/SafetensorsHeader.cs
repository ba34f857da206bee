using System.Buffers.Binary;

namespace SafeLoad.Formats.Safetensors;

/// <summary>How a safetensors file begins: the length of its header in eight bytes, and the header, which is a JSON object.</summary>
internal static class SafetensorsHeader
{
    /// <summary>The longest header that the reference implementation reads: safetensors/src/tensor.rs, MAX_HEADER_SIZE.</summary>
    public const long MostBytes = 100_000_000;

    /// <summary>Bytes of the length that stands before the header.</summary>
    public const int PrefixBytes = 8;

    /// <summary>Whether a file begins so.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length <= PrefixBytes || head[PrefixBytes] != '{') return false;
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(head);
        return header >= 2 && header <= (ulong)length - PrefixBytes;
    }

    /// <summary>Whether a file begins so and ends before its header does.</summary>
    public static bool IsCut(ReadOnlySpan<byte> head, long length) =>
        head.Length > PrefixBytes + 1 && head[PrefixBytes..].StartsWith("{\""u8)
            && BinaryPrimitives.ReadUInt64LittleEndian(head) is var header && header <= MostBytes && header > (ulong)length - PrefixBytes;

    /// <summary>Whether a source begins so.</summary>
    public static bool IsAt(ByteSource source)
    {
        Span<byte> head = stackalloc byte[PrefixBytes + 1];
        return IsAt(head[..source.Read(0, head)], source.Length);
    }

    /// <summary>Where the header of a safetensors file ends, or the file before it.</summary>
    public static long EndOf(ByteSource source)
    {
        Span<byte> length = stackalloc byte[PrefixBytes];
        if (source.Read(0, length) < length.Length) return source.Length;
        return Math.Min(source.Length, PrefixBytes + (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(length), 1UL << 40));
    }
}
