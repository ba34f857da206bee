using System.Buffers.Binary;
using System.Numerics;

namespace SafeLoad.Formats.Compressed;

/// <summary>The head of lzma without a container: properties, the size of a dictionary, the length or -1; then the stream. It has no
/// magic.</summary>
/// <remarks>liblzma, alone_decoder.c, as Python's <c>lzma.open</c> asks it: "picky", since it must tell xz from this.</remarks>
internal static class LzmaHead
{
    private const int HeaderLength = 13, CodeLength = 5, MostProperties = 225, MostLiteralBits = 4;
    private const long LengthLimit = 1L << 38;

    /// <summary>Whether bytes are such a head, and behind it stands a first byte that a file can begin with.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeaderLength + CodeLength || head[0] >= MostProperties) return false;
        uint dictionary = BinaryPrimitives.ReadUInt32LittleEndian(head[1..]);
        long length = BinaryPrimitives.ReadInt64LittleEndian(head[5..]);
        // Literal bits by the last byte and by the place; a power of two, or that and its half.
        return head[0] % 9 + head[0] / 9 % 5 <= MostLiteralBits
            && (dictionary is 0 or uint.MaxValue || BitOperations.PopCount(dictionary) == 1
                || (BitOperations.PopCount(dictionary) == 2 && BitOperations.IsPow2(dictionary / 3) && dictionary % 3 == 0))
            && length is -1 or (> 0 and < LengthLimit)
            && FirstByte(BinaryPrimitives.ReadUInt32BigEndian(head[(HeaderLength + 1)..])) > 0;
    }

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
