using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;
using SafeLoad.Rebuild;

namespace SafeLoad.Scanning;

/// <summary>
/// Says whether a file is safe to hand on to loaders that would run it. Reads with the very machine that loading uses, runs nothing,
/// and never says "clean" of what it could not look at.
/// </summary>
public static class Scanner
{
    // Archives inside of archives are opened by recursion: whatever the caller wants, no deeper than this.
    private const int DeepestNesting = 32;

    private static readonly string[] s_weightNames = [".pkl", ".pt", ".pth", ".bin", ".ckpt"];

    private static readonly CheckpointFormat[] s_loadable =
        [CheckpointFormat.Zip, CheckpointFormat.Legacy, CheckpointFormat.Tar, CheckpointFormat.Pickle, CheckpointFormat.Safetensors, CheckpointFormat.Npy, CheckpointFormat.Npz];

    /// <summary>Scans a file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="options">How to scan; null for the defaults.</param>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ScanReport Scan(string path, ScanOptions? options = null)
    {
        using var source = new FileByteSource(path);
        return Scan(source, options ?? ScanOptions.Default, path);
    }

    /// <summary>Scans bytes from anywhere.</summary>
    /// <param name="source">The bytes; stays the caller's.</param>
    /// <param name="options">How to scan; null for the defaults.</param>
    /// <exception cref="IOException">The bytes cannot be read.</exception>
    public static ScanReport Scan(ByteSource source, ScanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Scan(source, options ?? ScanOptions.Default, path: null);
    }

    private static ScanReport Scan(ByteSource source, ScanOptions options, string? path)
    {
        using var trace = new PickleTrace();
        bool isNamedWeights = source.Name is { } file && Array.Exists(s_weightNames, end => file.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        var content = new Content(source, Record: null, Depth: 0, IsExpected: true);
        var scanner = new ContentScanner(new Budget(options.Limits), trace, Math.Min(options.MaxDepth, DeepestNesting));
        CheckpointFormat format = scanner.Scan(content);
        if (path is not null && ShardIndex.IsIndex(path)) ShardIndex.Check(scanner, content, path);
        if (source.Length == 0) trace.Add(new Finding(DiagnosticId.PickleTruncated, Severity.Warning, Verdict.Malformed, "the file is empty", content.At));
        else if (format == CheckpointFormat.Other && isNamedWeights)
            trace.Add(new Finding(DiagnosticId.UnsupportedFormat, Severity.Warning, Verdict.Malformed, "the file is named like weights and is none of the formats that hold any", content.At));
        if (s_loadable.Contains(format)) CheckAsLoader(source, options, trace);
        return new ScanReport(source.Name ?? "", source.Length, format, trace.Verdict, trace.Complete, trace.FinishScanId(), trace.BytesRead, trace.BytesSkippedAsStorage, trace.Findings, trace.Globals);
    }

    // What the loader refuses as malformed is malformed here: views outside of storages, lengths that lie, broken indices. Refused globals
    // were judged one by one already.
    private static void CheckAsLoader(ByteSource source, ScanOptions options, PickleTrace trace)
    {
        try
        {
            CheckpointLoader.Load(source, new CheckpointOptions { Limits = options.Limits });
        }
        catch (DisallowedGlobalException refusal) when (refusal.Id != DiagnosticId.DisallowedCall) { }
        // An array of objects was scanned as the pickle that it is, a tar that PyTorch did not write by its members; and a record whose compression
        // is unknown was reported.
        catch (UnsupportedCheckpointException unsupported) when (unsupported.Id is DiagnosticId.ObjectArray or DiagnosticId.UnsupportedFormat or DiagnosticId.UnsupportedCompression) { }
        catch (SafeLoadException problem)
        {
            trace.Add(problem);
        }
    }
}
