using SafeLoad.Diagnostics;
using SafeLoad.Formats.Pickles;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning;

/// <summary>
/// Says whether a file is safe to hand on to loaders that would run it. Reads with the very machine that loading uses, runs nothing,
/// and never says "clean" of what it could not look at.
/// </summary>
public static class Scanner
{
    // Each archive in an archive is unpacked into memory: whatever the caller wants, no deeper than this.
    private const int DeepestNesting = 32;

    // What values of pickles take: no byte that stands in a file as it is makes more of them than this, but one that was unpacked stands
    // for thousands.
    private const long FreeMemory = 128 << 20, MemoryOfAByte = 112;

    /// <summary>Scans a file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="options">How to scan; null for the defaults.</param>
    /// <param name="cancellation">Ends the scan.</param>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public static ScanReport Scan(string path, ScanOptions? options = null, CancellationToken cancellation = default)
    {
        using var source = new FileByteSource(path);
        return Scan(source, options, cancellation);
    }

    /// <summary>Scans bytes in memory.</summary>
    /// <param name="bytes">The bytes; not copied, must not change while they are scanned.</param>
    /// <param name="options">How to scan, and the name that the bytes go by; null for the defaults.</param>
    /// <param name="cancellation">Ends the scan.</param>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public static ScanReport Scan(ReadOnlyMemory<byte> bytes, ScanOptions? options = null, CancellationToken cancellation = default)
    {
        using var source = new MemoryByteSource(bytes, options?.FileName);
        return Scan(source, options, cancellation);
    }

    /// <summary>Scans bytes from anywhere.</summary>
    /// <param name="source">The bytes; stays the caller's.</param>
    /// <param name="options">How to scan; null for the defaults.</param>
    /// <param name="cancellation">Ends the scan.</param>
    /// <exception cref="IOException">The bytes cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public static ScanReport Scan(ByteSource source, ScanOptions? options = null, CancellationToken cancellation = default) =>
        Scan(source, null, options, cancellation);

    /// <summary>Scans bytes, and looks for a record in them.</summary>
    internal static ScanReport Scan(ByteSource source, SoughtRecord? sought, ScanOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= ScanOptions.Default;
        var budget = new Budget(options.Limits, new Watch(options.Timeout, options.MaxMemory, cancellation))
        {
            MostHeld = Math.Max(FreeMemory, source.Length * MemoryOfAByte),
        };
        using var trace = new PickleTrace();
        var ledger = new Ledger(source.Length);
        var found = new ReadingBuilder(record: null);
        try
        {
            CheckFileSize(source, options);
            var scan = new ScanContext(budget, trace, Math.Min(options.MaxDepth, DeepestNesting), source.Length)
            {
                Sought = sought, VerifiesStorages = options.VerifiesStorages,
            };
            Scan(source, scan, ledger, options, found);
            LoaderCheck.Run(found.File!, budget.Anew(), found);
        }
        catch (ScanStoppedException stop)
        {
            found.Add(stop.Limit);
        }
        Reading reading = Readings.OfFile(found.ToReading());
        ledger.Enter(reading.NotChecked);
        LedgerSums sums = ledger.Sum();
        return new ScanReport(source.Name ?? "", source.Length, reading.Kind.Format, reading.Worst, sums.IsComplete, trace.FinishScanId(),
            trace.BytesRead, trace.BytesSkippedAsStorage, reading.Findings, reading.Globals)
        {
            FormatName = reading.Kind.Id,
            HoldsWeights = reading.HoldsWeights,
            BytesDecoded = sums.Decoded,
            BytesStorage = sums.Storage,
            BytesStructure = sums.Structure,
            BytesNotLookedAt = sums.NotLookedAt,
        };
    }

    private static void Scan(ByteSource source, ScanContext scan, Ledger ledger, ScanOptions options, ReadingBuilder found)
    {
        string? name = options.FileName ?? source.Name;
        bool isExpected = name is null || Content.IsPickleName(name) || PickleHead.HasProtocol(source);
        var content = new Content(source, Record: null, Depth: 0, isExpected, ledger, Start: 0) { GivenName = options.FileName };
        new ContentScanner(scan).Scan(content, found);
        if (source is FileByteSource { Name: { } path })
        {
            if (ShardIndex.IsIndex(path)) ShardIndex.Check(scan, content, found, path);
            if (DcpSlices.IsMetadata(path, found)) DcpSlices.Scan(scan, content, found, path);
            ShelfValues.Scan(scan, content, found, path);
            ComponentCode.Check(content, found, path);
        }
        new ExpectedKind(name, options.ExpectsWeights, content.At).Check(found);
    }

    /// <summary>What is known of a global by its name alone.</summary>
    /// <param name="module">The module, as a pickle would spell it.</param>
    /// <param name="name">The name in it; dots lead further.</param>
    public static GlobalJudgement Judge(string module, string name)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(name);
        return GlobalCatalog.Judge(module, name).Judgement;
    }

    private static void CheckFileSize(ByteSource source, ScanOptions options)
    {
        if (options.MaxFileSize is { } most && source.Length > most)
            throw new ScanStoppedException(new Diagnostic(DiagnosticId.FileTooLarge,
                FormattableString.Invariant($"the file has {source.Length:N0} bytes; ScanOptions.MaxFileSize allows {most:N0}"),
                new CheckpointLocation(source.Name)));
    }
}
