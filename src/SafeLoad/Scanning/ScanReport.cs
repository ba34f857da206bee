using SafeLoad.Opening;

namespace SafeLoad.Scanning;

/// <summary>What a scan of one file found.</summary>
/// <param name="Path">The file's path as it was given.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Format">What it is, told from its content.</param>
/// <param name="Verdict">The worst of the findings' verdicts.</param>
/// <param name="Complete">Whether every byte that some loader could interpret as a program was decoded: none was not looked at, and no
/// check was left out.</param>
/// <param name="ScanId">SHA-256, in hex, of everything that was decoded: the same id, the same answer.</param>
/// <param name="BytesRead">Bytes that were decoded.</param>
/// <param name="BytesSkippedAsStorage">Bytes of storages that the main pickle validly refers to,
/// which are tensor data and no program.</param>
/// <param name="Findings">What was found, in file order.</param>
/// <param name="Globals">Every global that a pickle names, once each per record.</param>
public sealed record ScanReport(string Path, long Size, CheckpointFormat Format, Verdict Verdict, bool Complete, string ScanId,
    long BytesRead, long BytesSkippedAsStorage, IReadOnlyList<Finding> Findings, IReadOnlyList<NamedGlobal> Globals)
{
    /// <summary>Bytes of the file that were read as a program, or searched for one. With the other three numbers,
    /// each byte is counted once; compressed bytes count by what became of all that came out of them.</summary>
    public long BytesDecoded { get; init; }

    /// <summary>Bytes of the file that are elements of storages and arrays, or of a kind that cannot hold a program.</summary>
    public long BytesStorage { get; init; }

    /// <summary>Bytes of the file that are headers, directories and padding.</summary>
    public long BytesStructure { get; init; }

    /// <summary>Bytes of the file that nobody looked at. Unless it is 0, the scan is not complete.</summary>
    public long BytesNotLookedAt { get; init; }

    /// <summary>What reports call the format: lower-case letters and digits. Of the kinds that <see cref="Format"/> has no value for,
    /// it tells which.</summary>
    public string FormatName { get; init; } = FormatTable.Of(Format).Id;

    /// <summary>Whether a file of this kind is a model, or a part of one.</summary>
    public bool HoldsWeights { get; init; } = FormatTable.Of(Format).HoldsWeights;
}
