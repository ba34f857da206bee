namespace SafeLoad;

/// <summary>How a checkpoint is opened. No option lets a file run anything.</summary>
public sealed record CheckpointOptions
{
    /// <summary>The default options.</summary>
    public static CheckpointOptions Default { get; } = new();

    /// <summary>What reading may cost. Default: <see cref="CheckpointLimits.Default"/>.</summary>
    public CheckpointLimits Limits { get; init; } = CheckpointLimits.Default;

    /// <summary>Globals beyond PyTorch's list that are read as data. Default: none, as PyTorch itself has it.</summary>
    public GlobalSets GlobalSets { get; init; }

    /// <summary>Whether objects whose class is not on PyTorch's list are kept as data: the name of the class and what the file says about
    /// them; nothing is called. Then all <see cref="GlobalSets"/> are on, all opcodes are read, and TorchScript and torch.package files
    /// open too. Default false: they are refused.</summary>
    public bool KeepObjects { get; init; }

    /// <summary>Whether a record's bytes are compared with its CRC-32 when they are read (PyTorch itself does not). Default true.
    /// A stored CRC of 0 means "not written" and is never compared.</summary>
    public bool VerifyChecksums { get; init; } = true;

    /// <summary>The SHA-256 that the whole file must have, as 64 hexadecimal digits:
    /// the file that was approved yesterday is the one that is opened today. It is computed over the very handle that is read afterwards,
    /// before anything else is looked at. Default: null, any file.</summary>
    /// <remarks>Costs one pass over the file. Whoever may write the file in place can still do so later;
    /// checksums of the records then tell.</remarks>
    public string? ExpectedSha256 { get; init; }

    /// <summary>What messages call the file when it is opened from memory or a stream. Default: none; a path names itself.</summary>
    public string? FileName { get; init; }
}
