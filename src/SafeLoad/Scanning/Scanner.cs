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
    private static readonly string[] s_weightNames = [".pkl", ".pt", ".pth", ".bin", ".ckpt"];

    /// <summary>Scans a file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="options">How to scan; null for the defaults.</param>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ScanReport Scan(string path, ScanOptions? options = null)
    {
        using var source = new FileByteSource(path);
        return Scan(source, options);
    }

    /// <summary>Scans bytes from anywhere.</summary>
    /// <param name="source">The bytes; stays the caller's.</param>
    /// <param name="options">How to scan; null for the defaults.</param>
    /// <exception cref="IOException">The bytes cannot be read.</exception>
    public static ScanReport Scan(ByteSource source, ScanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= ScanOptions.Default;
        using var trace = new PickleTrace();
        CheckpointFormat format = new ContentScanner(new Budget(options.Limits), trace, options.MaxDepth).Scan(source, record: null, depth: 0);
        if (format == CheckpointFormat.Other && source.Name is { } name && s_weightNames.Contains(Path.GetExtension(name).ToLowerInvariant()))
            trace.Add(new Finding(DiagnosticId.UnsupportedFormat, Severity.Warning, Verdict.Malformed, "the file is named like weights and is none of the formats that hold any", new CheckpointLocation(name)));
        if (format is CheckpointFormat.Zip or CheckpointFormat.Legacy or CheckpointFormat.Pickle) CheckAsLoader(source, options, trace);
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
        catch (SafeLoadException problem)
        {
            trace.Add(problem);
        }
    }
}
