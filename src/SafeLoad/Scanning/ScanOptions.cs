namespace SafeLoad.Scanning;

/// <summary>How a file is scanned.</summary>
public sealed record ScanOptions
{
    /// <summary>The default options.</summary>
    public static ScanOptions Default { get; } = new();

    /// <summary>What scanning may cost; a limit that is hit makes the scan incomplete.</summary>
    public CheckpointLimits Limits { get; init; } = CheckpointLimits.Default;

    /// <summary>How many archives inside of archives are opened. Default 4.</summary>
    public int MaxDepth { get; init; } = 4;

    /// <summary>How long the scan may take; null, the default, for as long as it does.
    /// It acts between records and inside of long pickles.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many bytes the managed heap of the whole process may hold while the scan runs, whatever else the process does;
    /// null, the default, for as many as there are.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>The name that the file goes by, or will go by; null, the default, for the source's own.
    /// Names decide nothing but what is expected:
    /// see <see cref="ExpectsWeights"/>.</summary>
    public string? FileName { get; init; }

    /// <summary>Whether the file is expected to hold weights, whatever its name is; a compressed stream is what it unpacks to.
    /// What holds none is malformed then. Null, the default: what its name says.</summary>
    public bool? ExpectsWeights { get; init; }

    /// <summary>The largest file that is looked into, in bytes; null, the default, for any.</summary>
    public long? MaxFileSize { get; init; }

    /// <summary>Whether the elements of storages are compared with the checksums that stand beside them: for who reads every byte anyway.
    /// </summary>
    internal bool VerifiesStorages { get; init; }
}
