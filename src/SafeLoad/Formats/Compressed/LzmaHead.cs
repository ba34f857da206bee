using System.Buffers.Binary;
using System.Numerics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Compressed;

/// <summary>The head of lzma without a container: properties, the size of a dictionary, the length or -1; then the stream. It has no
/// magic.</summary>
/// <remarks>liblzma, alone_decoder.c, as Python's <c>lzma.open</c> asks it: "picky", since it must tell xz from this.</remarks>
internal static class LzmaHead
{
    /// <summary>Bytes of it.</summary>
    public const int Length = 13;

    /// <summary>Where the length of what comes out stands.</summary>
    public const int LengthAt = 5;

    /// <summary>Bytes of the head that a zip has instead: a version, the length of the properties, those and the dictionary.</summary>
    public const int ZipLength = 9;

    private const int CodeLength = 5, MostProperties = 225, MostLiteralBits = 4;
    private const long LengthLimit = 1L << 38;

    /// <summary>Whether bytes are such a head, and behind it stands a first byte that a file can begin with.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head) =>
        IsHead(head) && BinaryPrimitives.ReadInt64LittleEndian(head[LengthAt..]) != 0 && FirstByte(CodeOf(head)) > 0;

    /// <summary>A record of a zip (method 14, APPNOTE 5.8.8) as a stream with this head.</summary>
    /// <param name="record">The record.</param>
    /// <param name="length">How many bytes come out; -1 where a mark says the end.</param>
    public static ByteSource OfZip(ByteSource record, long length)
    {
        byte[] head = new byte[Length];
        record.ReadExactly(4, head.AsSpan(0, LengthAt));
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(LengthAt), length);
        return new ConcatenatedByteSource(
            [new MemoryByteSource(head), new SliceByteSource(record, ZipLength, record.Length - ZipLength)], record.Name);
    }

    /// <summary>Whether a record of a zip begins as one of method 14 does.</summary>
    public static bool IsInZip(ByteSource record)
    {
        Span<byte> head = stackalloc byte[4];
        return record.Length > ZipLength && record.Read(0, head) == head.Length && head[2] == LengthAt && head[3] == 0;
    }

    /// <summary>Whether such a head stands at a place, of a stream that gives anything or nothing.</summary>
    public static bool IsAt(ByteSource source, long offset)
    {
        Span<byte> head = stackalloc byte[Length + CodeLength];
        return offset < source.Length && IsHead(head[..source.Read(offset, head)]);
    }

    /// <summary>Goes over streams that give nothing and are zeros alone; liblzma takes them for such.</summary>
    public static long SkipEmpty(ByteSource source, long offset)
    {
        long zeros = GzipHeader.SkipZeros(source, offset) - offset;
        return offset + (zeros - (zeros % (Length + CodeLength)));
    }

    private static bool IsHead(ReadOnlySpan<byte> head)
    {
        if (head.Length < Length + CodeLength || head[0] >= MostProperties) return false;
        uint dictionary = BinaryPrimitives.ReadUInt32LittleEndian(head[1..]);
        long length = BinaryPrimitives.ReadInt64LittleEndian(head[LengthAt..]);
        // Literal bits by the last byte and by the place; a power of two, or that and its half.
        return head[0] % 9 + head[0] / 9 % 5 <= MostLiteralBits
            && (dictionary is 0 or uint.MaxValue || BitOperations.PopCount(dictionary) == 1
                || (BitOperations.PopCount(dictionary) == 2 && BitOperations.IsPow2(dictionary / 3) && dictionary % 3 == 0))
            && length is -1 or (>= 0 and < LengthLimit)
            // The first byte of the code is always a zero.
            && head[Length] == 0;
    }

    private static uint CodeOf(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadUInt32BigEndian(head[(Length + 1)..]);

    // The first bit says that a byte follows as it is, for there is nothing yet to repeat. All are as likely as not, so that each halves
    // the range, as liblzma's rangecoder does it.
    private static int FirstByte(uint code)
    {
        uint range = uint.MaxValue;
        int bits = 1;
        for (int i = 0; i <= 8; i++)
        {
            uint bound = (range >> 11) << 10;
            int bit = code < bound ? 0 : 1;
            if (i == 0 && bit == 1) return -1;
            (range, code) = bit == 0 ? (bound, code) : (range - bound, code - bound);
            if (i > 0) bits = bits << 1 | bit;
        }
        return bits & 0xFF;
    }
}
