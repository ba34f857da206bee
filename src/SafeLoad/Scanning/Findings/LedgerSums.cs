namespace SafeLoad.Scanning.Findings;

/// <summary>Where the bytes of a file are in a scan. Together they are all of them.</summary>
/// <param name="Decoded">Bytes that were read as a program, or searched for one.</param>
/// <param name="Storage">Bytes of storages and arrays, and of what else cannot hold a program.</param>
/// <param name="Structure">Bytes of headers, directories and padding.</param>
/// <param name="NotLookedAt">All others.</param>
/// <param name="NotChecked">How many checks were left out.</param>
internal readonly record struct LedgerSums(long Decoded, long Storage, long Structure, long NotLookedAt, int NotChecked = 0)
{
    /// <summary>Whether everything was looked at that could be a program. The only place that says so.</summary>
    public bool IsComplete => NotLookedAt == 0 && NotChecked == 0;
}
