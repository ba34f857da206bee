namespace SafeLoad;

/// <summary>
/// What reading one checkpoint may cost. The defaults let every file through that PyTorch writes in practice and keep a
/// hostile file from costing seconds or gigabytes. There is no "trusted" preset.
/// </summary>
public sealed record CheckpointLimits
{
    /// <summary>The default limits.</summary>
    public static CheckpointLimits Default { get; } = new();

    /// <summary>Bytes of one pickle. Default 1 GiB: a 2-million-entry dict needs 60 MB. At most 2,000,000,000.</summary>
    public long MaxPickleBytes { get; init; } = 1L << 30;

    /// <summary>Opcodes of all pickles of a file. Default 256 Mi.</summary>
    public long MaxOpcodes { get; init; } = 1L << 28;

    /// <summary>Memo entries of one pickle. Default 64 Mi.</summary>
    public long MaxMemoEntries { get; init; } = 1L << 26;

    /// <summary>Values on the pickle machine's stack. Default 32 Mi.</summary>
    public int MaxStackDepth { get; init; } = 1 << 25;

    /// <summary>Levels of containers in containers when a value is walked or printed. Default 1,000,
    /// because a path per leaf is quadratic in it.</summary>
    public int MaxNesting { get; init; } = 1000;

    /// <summary>Bytes of one string or bytes value. Default 256 MiB.</summary>
    public long MaxStringBytes { get; init; } = 1L << 28;

    /// <summary>Decimal digits of one integer. Default 10,000, because conversion is quadratic.</summary>
    public int MaxIntegerDigits { get; init; } = 10_000;

    /// <summary>Bytes of a global's module or name. Default 4,096.</summary>
    public int MaxNameBytes { get; init; } = 4096;

    /// <summary>Dimensions of a tensor. Default 1,024; PyTorch itself computes with up to 64.</summary>
    public int MaxDimensions { get; init; } = 1024;

    /// <summary>Steps to hash or compare one dictionary key. Default 10,000: a nested tuple can be exponentially large.</summary>
    public int MaxKeyCost { get; init; } = 10_000;

    /// <summary>Bytes that calls may copy beyond the size of the pickle itself. Default 64 MiB.</summary>
    public long MaxCopiedBytes { get; init; } = 1L << 26;

    /// <summary>Bytes of sparse indices that are read while opening, to prove them inside their tensor's shape. Default 1 GiB.</summary>
    public long MaxIndexBytes { get; init; } = 1L << 30;

    /// <summary>Records of an archive. Default 1,000,000.</summary>
    public int MaxRecords { get; init; } = 1_000_000;

    /// <summary>Bytes of an archive's directory. Default 256 MiB.</summary>
    public long MaxDirectoryBytes { get; init; } = 1L << 28;

    /// <summary>Inflated bytes of all compressed records together. Default 16 GiB.</summary>
    public long MaxInflatedBytes { get; init; } = 1L << 34;

    /// <summary>Inflated bytes per compressed byte, for records that inflate to more than 16 MiB. Default 100;
    /// deflate can reach 1,032.</summary>
    public int MaxInflateRatio { get; init; } = 100;

    /// <summary>Bytes that are buffered from a stream that cannot seek. Default 1 GiB.</summary>
    public long MaxBufferedBytes { get; init; } = 1L << 30;
}
