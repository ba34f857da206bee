using System.Buffers.Binary;
using SafeLoad.IO;

namespace SafeLoad.Containers;

/// <summary>Zips that stand one after the other and fill a file, as distributed checkpoints (<c>.distcp</c>) have one for each tensor.</summary>
/// <remarks>torch/distributed/checkpoint/filesystem.py: <c>_write_item</c> calls torch.save for each item, all into one file.</remarks>
internal static class ZipSeries
{
    private const int Window = 1 << 20;

    /// <summary>The zips of a file, in order; null if they do not fill it without a gap, or there is but one.</summary>
    public static List<SliceByteSource>? Find(ByteSource source)
    {
        var found = new List<SliceByteSource>();
        long next = 0;
        byte[] window = new byte[(int)Math.Min(Window, source.Length)];
        for (long start = 0; source.Length - start >= ZipSignature.EndSize;)
        {
            int length = (int)Math.Min(window.Length, source.Length - start);
            source.ReadExactly(start, window.AsSpan(0, length));
            for (int at = 0, hit; (hit = window.AsSpan(at, length - at).IndexOf("PK\x05\x06"u8)) >= 0; at += hit + 4)
            {
                long end = start + at + hit;
                if (ArchiveLength(source, end) is not { } total || end + ZipSignature.EndSize - total != next) continue;
                found.Add(new SliceByteSource(source, next, total));
                next += total;
            }
            if (start + length == source.Length) break;
            start += length - 3;
        }
        return next == source.Length && found.Count > 1 ? found : null;
    }

    // How long the archive is that ends with this end record, as its own fields say; without a comment, as PyTorch writes none.
    private static long? ArchiveLength(ByteSource source, long end)
    {
        Span<byte> record = stackalloc byte[ZipSignature.EndSize];
        if (source.Length - end < record.Length) return null;
        source.ReadExactly(end, record);
        if (BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) != 0) return null;
        ulong size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]), start = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        long zip64 = 0, locator = end - ZipSignature.Locator64Size, end64 = locator - ZipSignature.End64Size;
        Span<byte> record64 = stackalloc byte[ZipSignature.End64Size + ZipSignature.Locator64Size];
        if (end64 >= 0)
        {
            source.ReadExactly(end64, record64);
            if (BinaryPrimitives.ReadUInt32LittleEndian(record64) == ZipSignature.End64 && BinaryPrimitives.ReadUInt32LittleEndian(record64[ZipSignature.End64Size..]) == ZipSignature.Locator64)
            {
                (size, start) = (BinaryPrimitives.ReadUInt64LittleEndian(record64[40..]), BinaryPrimitives.ReadUInt64LittleEndian(record64[48..]));
                zip64 = record64.Length;
            }
        }
        ulong limit = (ulong)source.Length;
        return size <= limit && start <= limit - size ? (long)(start + size) + zip64 + ZipSignature.EndSize : null;
    }
}
