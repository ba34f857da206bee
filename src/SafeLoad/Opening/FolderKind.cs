namespace SafeLoad.Opening;

/// <summary>What a folder is, as a checkpoint.</summary>
internal enum FolderKind
{
    /// <summary>A distributed checkpoint: <c>.metadata</c> and its files.</summary>
    Dcp,
    /// <summary>An index and its shards.</summary>
    Index,
    /// <summary>A DeepSpeed checkpoint: its files, or a folder that is named in <c>latest</c>.</summary>
    DeepSpeed,
    /// <summary>A single file of weights.</summary>
    Single,
    /// <summary>The records of a PyTorch zip that was unpacked.</summary>
    Unpacked,
    /// <summary>Numbered files that are merged.</summary>
    Chunks,
}
