using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>A fixed array: an element for each chunk that a dataset can have, in pages where there are many.</summary>
/// <remarks>HDF5 File Format Specification, "The Fixed Array Index".</remarks>
internal static class Hdf5FixedArray
{
    public static void Read(Hdf5File file, long address, bool isFiltered, long expected, Hdf5ChunkElements.Taker take)
    {
        byte[] header = file.ReadChecked(address, 12L + file.LengthSize + file.OffsetSize);
        Hdf5Cursor cursor = file.Cursor(header, address);
        cursor.ReadSignature("FAHD"u8, "array of chunks");
        cursor.ReadVersion(0, 0, "an array of chunks");
        CheckpointLocation at = cursor.At;
        int client = cursor.ReadByte(), elementLength = cursor.ReadByte(), pageBits = cursor.ReadByte();
        long count = cursor.ReadLength(), block = cursor.ReadAddress();
        var elements = new Hdf5ChunkElements(file, isFiltered, elementLength, take);
        if (client != (isFiltered ? 1 : 0) || count != expected || pageBits is 0 or > 31 || !elements.Fits)
            throw Problems.Hdf5("an array of chunks does not fit its dataset", at);
        // Nothing was written yet.
        if (block == Hdf5Cursor.Undefined) return;
        if (count > file.Content.Length / elementLength)
            throw Problems.Hdf5(FormattableString.Invariant($"an array of {count:N0} chunks is larger than the file"), at);
        int prefix = 6 + file.OffsetSize, pageCount = 1 << pageBits;
        if (count <= pageCount)
        {
            byte[] bytes = file.ReadChecked(block, prefix + count * elementLength + 4);
            CheckPrefix(file, bytes, block);
            elements.Take(bytes.AsSpan(prefix..^4), block + prefix, 0);
            return;
        }
        // Which pages were written is told by a bit each, the highest first; all have their place.
        long pages = (count - 1) / pageCount + 1, start = prefix + (pages + 7) / 8 + 4;
        byte[] first = file.ReadChecked(block, start);
        CheckPrefix(file, first, block);
        for (long page = 0; page < pages; page++)
        {
            if ((first[prefix + page / 8] & (0x80 >> (int)(page % 8))) == 0) continue;
            long from = page * pageCount, place = block + start + page * ((long)pageCount * elementLength + 4);
            byte[] bytes = file.ReadChecked(place, Math.Min(pageCount, count - from) * elementLength + 4);
            elements.Take(bytes.AsSpan(..^4), place, from);
        }
    }

    private static void CheckPrefix(Hdf5File file, byte[] bytes, long address)
    {
        Hdf5Cursor cursor = file.Cursor(bytes, address);
        cursor.ReadSignature("FADB"u8, "block of an array of chunks");
        cursor.ReadVersion(0, 0, "a block of an array of chunks");
    }
}
