using ICSharpCode.SharpZipLib.BZip2;

namespace SafeLoad.Formats.Compressed;

// The head of a stream tells whether a decoder is worth its tables: 4.5 MB, made anew for each stream. An archive can have ten thousand
// of a few bytes.
internal static partial class Codecs
{
    /// <summary>Bytes of a stream without blocks: "BZh", the level, the mark of the end, a checksum.</summary>
    private const int EmptyLength = MarkAt + MarkLength + 4;

    private const int MarkAt = 4, MarkLength = 6, LevelAt = 3, SmallInput = 1 << 12, SmallOutput = 1 << 20;

    /// <summary>Whether a stream has no blocks.</summary>
    private static bool IsEmpty(ByteSource stream) => stream.Length >= EmptyLength && HasMark(stream, [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]);

    /// <summary>Whether a block begins where the first must.</summary>
    private static bool HasBlock(ByteSource stream) => HasMark(stream, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]);

    /// <summary>What a small stream gives, by a decoder that has tables for small blocks, whatever the stream says that it needs.</summary>
    /// <param name="stream">The stream, and what follows it.</param>
    /// <param name="consumed">Where it ends.</param>
    /// <returns>Null where that does not tell: it is larger, or broken.</returns>
    private static byte[]? UnpackSmall(ByteSource stream, out long consumed)
    {
        consumed = 0;
        byte[] input = new byte[(int)Math.Min(stream.Length, SmallInput)];
        stream.ReadExactly(0, input);
        input[LevelAt] = (byte)'1';
        using var position = new MemoryStream(input, writable: false);
        using var output = new MemoryStream();
        byte[] buffer = new byte[1 << 13];
        try
        {
            using var decoder = new BZip2InputStream(position) { IsStreamOwner = false };
            for (int read; (read = decoder.Read(buffer, 0, buffer.Length)) > 0; output.Write(buffer, 0, read))
            {
                if (output.Length > SmallOutput) return null;
            }
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            return null;
        }
        consumed = position.Position;
        return output.ToArray();
    }

    private static bool HasMark(ByteSource stream, ReadOnlySpan<byte> mark)
    {
        Span<byte> head = stackalloc byte[MarkAt + MarkLength];
        return stream.Read(0, head) == head.Length && head[LevelAt] is >= (byte)'1' and <= (byte)'9' && head[MarkAt..].SequenceEqual(mark);
    }
}
