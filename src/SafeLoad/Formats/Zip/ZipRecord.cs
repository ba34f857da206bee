namespace SafeLoad.Formats.Zip;

/// <summary>One entry of a zip's directory.</summary>
/// <remarks>APPNOTE 4.3.12. Names stay slices of the directory: an archive can have 100,000 records.</remarks>
internal struct ZipRecord
{
    /// <summary>Where the name begins in <see cref="ZipDirectory.Bytes"/>.</summary>
    public int NameStart;
    public int NameLength;
    public ushort Flags;
    public ushort Method;
    public uint Crc;
    public long CompressedSize;
    public long Size;
    /// <summary>Where the local header begins in the file.</summary>
    public long HeaderOffset;
    /// <summary>Where the data begin; known after <see cref="ZipConsistency"/> has read the local header.</summary>
    public long DataOffset;
    /// <summary>The first 8 bytes from there on, the first of them lowest; read with the header, so that to tell what begins there costs
    /// nothing. 0 where the file ends.</summary>
    public ulong Head;

    public readonly long DataEnd => DataOffset + CompressedSize;
}
