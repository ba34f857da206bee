namespace SafeLoad.Formats;

/// <summary>The first bytes of a file, which mostly tell what it is.</summary>
internal readonly ref struct FileHead(ReadOnlySpan<byte> bytes, ByteSource source, CheckpointLimits limits)
{
    /// <summary>How many bytes are read for it: a tar's header fills a block of 512.</summary>
    public const int MostBytes = 512;

    /// <summary>The bytes: 512, or all of a shorter file.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>The whole file, for formats that are told by more than that.</summary>
    public ByteSource Source { get; } = source;

    /// <summary>What reading may cost.</summary>
    public CheckpointLimits Limits { get; } = limits;

    /// <summary>Its length in bytes.</summary>
    public long Length => Source.Length;

    /// <summary>Whether it begins with these bytes.</summary>
    public bool StartsWith(ReadOnlySpan<byte> magic) => Bytes.StartsWith(magic);

    /// <summary>Whether these bytes, a character for each, stand at an offset.</summary>
    public bool Has(int offset, string magic)
    {
        if (Bytes.Length < offset + magic.Length) return false;
        for (int i = 0; i < magic.Length; i++)
        {
            if (Bytes[offset + i] != magic[i]) return false;
        }
        return true;
    }

    /// <summary>Whether these bytes stand at an offset.</summary>
    public bool Has(int offset, ReadOnlySpan<byte> magic) => Bytes.Length >= offset + magic.Length && Bytes[offset..].StartsWith(magic);
}
