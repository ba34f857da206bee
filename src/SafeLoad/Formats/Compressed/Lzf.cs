using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Compressed;

/// <summary>LZF: runs of bytes, and copies of what came out before.</summary>
/// <remarks>liblzf 3.6, lzf_d.c. A byte below 32 stands before so many bytes and one; others have the length in their upper three bits,
/// which goes on in the next byte if all are set, and the distance in their lower five and a byte more.</remarks>
internal static class Lzf
{
    private const int MostLiteral = 32, LongLength = 7;

    /// <summary>What comes out, which must be of this length.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> packed, int length, CheckpointLocation at)
    {
        byte[] bytes = new byte[length];
        int from = 0, to = 0;
        while (from < packed.Length)
        {
            int control = packed[from++];
            if (control < MostLiteral)
            {
                int count = control + 1;
                if (count > packed.Length - from || count > length - to) throw Broken(at);
                packed.Slice(from, count).CopyTo(bytes.AsSpan(to));
                (from, to) = (from + count, to + count);
                continue;
            }
            int copied = control >> 5;
            if (packed.Length - from < (copied == LongLength ? 2 : 1)) throw Broken(at);
            if (copied == LongLength) copied += packed[from++];
            copied += 2;
            int source = to - ((control & 0x1F) << 8) - packed[from++] - 1;
            if (source < 0 || copied > length - to) throw Broken(at);
            // Byte by byte: the copy can repeat what it writes.
            for (int i = 0; i < copied; i++) bytes[to++] = bytes[source++];
        }
        return to == length ? bytes : throw Broken(at);
    }

    private static MalformedCheckpointException Broken(CheckpointLocation at) =>
        Problems.BadCompressedData("is no LZF that gives the bytes of a chunk", at);
}
