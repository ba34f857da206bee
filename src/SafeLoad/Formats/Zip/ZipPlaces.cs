using System.Buffers.Binary;

namespace SafeLoad.Formats.Zip;

/// <summary>Where a zip lies in a file that may hold others, told from its end records. All are offsets in the file.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="DirectoryStart">Where its directory begins.</param>
/// <param name="End64">Where its zip64 end record begins; -1 if it has none.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct ZipPlaces(long Start, long DirectoryStart, long End64, long End)
{
    /// <summary>The zip that ends at an offset; null if none does. Without a comment, as PyTorch writes none.</summary>
    public static ZipPlaces? Before(ByteSource source, long end)
    {
        long endRecord = end - ZipSignature.EndSize;
        Span<byte> record = stackalloc byte[ZipSignature.EndSize];
        if (endRecord < 0) return null;
        source.ReadExactly(endRecord, record);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != ZipSignature.End
            || BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) != 0) return null;
        ulong size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]), start = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        long end64 = endRecord - ZipSignature.Locator64Size - ZipSignature.End64Size, directoryEnd = endRecord;
        Span<byte> record64 = stackalloc byte[ZipSignature.End64Size + ZipSignature.Locator64Size];
        bool is64 = false;
        if (end64 >= 0)
        {
            source.ReadExactly(end64, record64);
            is64 = BinaryPrimitives.ReadUInt32LittleEndian(record64) == ZipSignature.End64
                && BinaryPrimitives.ReadUInt32LittleEndian(record64[ZipSignature.End64Size..]) == ZipSignature.Locator64;
        }
        if (is64)
        {
            (size, start) = (BinaryPrimitives.ReadUInt64LittleEndian(record64[40..]),
                BinaryPrimitives.ReadUInt64LittleEndian(record64[48..]));
            directoryEnd = end64;
        }
        ulong before = (ulong)directoryEnd;
        if (size > before || start > before - size) return null;
        long directory = directoryEnd - (long)size;
        return new ZipPlaces(directory - (long)start, directory, is64 ? end64 : -1, end);
    }
}
