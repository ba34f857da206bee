namespace SafeLoad.Formats.Hdf5;

/// <summary>The elements of an array of chunks: an address, and with filters the stored bytes and the filters left out.</summary>
/// <param name="File">The file.</param>
/// <param name="IsFiltered">Whether there are filters.</param>
/// <param name="Length">Bytes of an element.</param>
/// <param name="Give">Takes an element: its index, the chunk's address, its stored bytes, the filters left out.</param>
internal sealed record Hdf5ChunkElements(Hdf5File File, bool IsFiltered, int Length, Hdf5ChunkElements.Taker Give)
{
    public delegate void Taker(long index, long address, long length, uint mask);

    private const int MaskLength = 4;

    /// <summary>Whether elements of such a length can be.</summary>
    public bool Fits => IsFiltered ? Length - File.OffsetSize - MaskLength is >= 1 and <= 8 : Length == File.OffsetSize;

    /// <summary>Takes elements that stand one behind the other.</summary>
    /// <param name="bytes">The elements.</param>
    /// <param name="address">Where they stand.</param>
    /// <param name="index">The index of the first.</param>
    public void Take(ReadOnlySpan<byte> bytes, long address, long index)
    {
        Hdf5Cursor cursor = File.Cursor(bytes, address);
        int sizeLength = Length - File.OffsetSize - MaskLength;
        for (int left = bytes.Length / Length; left > 0; left--, index++)
        {
            long chunk = cursor.ReadAddress(), length = IsFiltered ? cursor.ReadNumber(sizeLength) : 0;
            uint mask = IsFiltered ? cursor.ReadUInt32() : 0;
            if (chunk != Hdf5Cursor.Undefined) Give(index, chunk, length, mask);
        }
    }
}
