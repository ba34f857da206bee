using System.Buffers.Binary;
using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Compressed;

// What Python's lzma module unpacks: xz, and LZMA without a container, one after the other as they come.
internal static partial class Codecs
{
    // A piece of LZMA without a container, after which the budget is asked.
    private const long PieceOfLzma = 1 << 20;

    private static SafeLoadException? UnpackLzma(ByteSource compressed, long start, ChunkedByteSource content, Budget budget,
        CheckpointLocation at, out long consumed)
    {
        var xz = XzReader.IsAt(compressed, start) ? new XzReader(compressed, start, content, at) : null;
        consumed = start;
        try
        {
            if (xz is not null) xz.Read(Charge);
            consumed = xz?.Position ?? UnpackAlone(compressed, start, content, at, Charge);
            return null;
        }
        catch (MalformedCheckpointException) when (xz is null && start > 0)
        {
            // What stands behind a stream and only begins like one is no part of it, to Python as well.
            return null;
        }
        catch (SafeLoadException problem)
        {
            consumed = xz?.Position ?? start;
            return problem;
        }

        void Charge(int count)
        {
            budget.ChargeInflated(count, at);
            budget.CheckInflateRatio(compressed.Length, content.Length, at);
            budget.CheckHeld(content.Length, at);
            if (content.Length > MostUnpacked) throw budget.UnpackedExceeded(MostUnpacked, at);
        }
    }

    // Properties, the size of a dictionary, the length or -1; liblzma, alone_decoder.c.
    private static long UnpackAlone(ByteSource compressed, long start, ChunkedByteSource content, CheckpointLocation at, Action<int> charge)
    {
        byte[] head = new byte[LzmaHead.Length];
        compressed.ReadExactly(start, head);
        long length = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(LzmaHead.LengthAt)), first = content.Length;
        var bits = new RangeDecoder(compressed, at);
        bits.Begin(start + head.Length, compressed.Length);
        var decoder = new LzmaDecoder(bits, content, at);
        decoder.SetProperties(head[0]);
        decoder.ResetDictionary();
        long end = length < 0 ? long.MaxValue : first + length;
        bool ended = false;
        while (!ended && content.Length < end)
        {
            long before = content.Length, left = end - before;
            ended = decoder.Decode(Math.Min(PieceOfLzma, left), left);
            charge((int)(content.Length - before));
        }
        // A mark may stand at the end of one whose length is known.
        if ((length >= 0 && content.Length != end) || (!ended && !bits.IsEmpty && !decoder.EndsHere()) || !bits.IsEmpty)
            throw Problems.BadCompressedData("is broken", at);
        return bits.Position;
    }
}
