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
}
