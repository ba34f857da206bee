using SafeLoad.Diagnostics;

namespace SafeLoad.Scanning.Findings;

/// <summary>What all scanners of one file share: what it may cost, what was decoded, how deep it goes.</summary>
/// <param name="budget">What the scan may cost.</param>
/// <param name="trace">Counts and hashes what is decoded.</param>
/// <param name="maxDepth">How many archives inside of archives are opened.</param>
/// <param name="fileLength">The bytes of the file.</param>
internal sealed class ScanContext(Budget budget, PickleTrace trace, int maxDepth, long fileLength)
{
    // Archives that contradict themselves are read again and again, from each local header on: no more than this times their size.
    private const long MostReadings = 16, FreeSweep = 64 << 20;

    private long _swept;

    public Budget Budget { get; } = budget;

    /// <summary>What the loaders' checks of all files in archives may cost.</summary>
    public Budget ChecksInside { get; } = budget.Anew();

    public PickleTrace Trace { get; } = trace;

    /// <summary>A record that somebody looks for; null if nobody does.</summary>
    public SoughtRecord? Sought { get; init; }

    /// <summary>Whether storages are compared with their checksums.</summary>
    public bool VerifiesStorages { get; init; }

    /// <summary>Takes bytes of a content for decoded.</summary>
    /// <param name="content">The content.</param>
    /// <param name="start">Where the bytes begin in it.</param>
    /// <param name="bytes">The bytes.</param>
    public void Decoded(Content content, long start, ReadOnlySpan<byte> bytes)
    {
        Trace.Decoded(bytes);
        content.Enter(Account.Decoded, start, bytes.Length);
    }

    /// <summary>Takes the first bytes of a content for decoded.</summary>
    public void Decode(Content content, long length)
    {
        Trace.Decode(content.Source, length);
        content.Enter(Account.Decoded, 0, length);
    }

    /// <summary>Takes the first bytes of a content for decoded, and the others for data that are no program.</summary>
    public void DecodeHead(Content content, long length)
    {
        Decode(content, length);
        content.Enter(Account.Storage, length, content.Source.Length - length);
    }

    /// <summary>Whether an archive is nested too deep to be opened; then it is reported as not scanned.</summary>
    public bool IsTooDeep(Content content, ReadingBuilder reading)
    {
        if (content.Depth < maxDepth) return false;
        reading.NotScanned("an archive nested deeper than --max-depth", content.At);
        content.Enter(Account.NotLookedAt);
        return true;
    }

    /// <summary>Whether an archive, or a record of it that can overlap others, may be read once more; if not, that is reported.</summary>
    public bool MaySweep(Content content, ReadingBuilder reading, long length)
    {
        _swept += length;
        if (_swept <= FreeSweep || _swept <= MostReadings * fileLength) return true;
        reading.NotScanned("an archive inside of ever more readings of another one", content.At);
        return false;
    }
}
