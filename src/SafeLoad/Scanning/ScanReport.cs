namespace SafeLoad.Scanning;

/// <summary>What a scan of one file found.</summary>
/// <param name="Path">The file's path as it was given.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Format">What it is, told from its content.</param>
/// <param name="Verdict">The worst of the findings' verdicts.</param>
/// <param name="Complete">Whether every byte that some loader could interpret as a program was decoded.</param>
/// <param name="ScanId">SHA-256, in hex, of everything that was decoded: the same id, the same answer.</param>
/// <param name="BytesRead">Bytes that were decoded.</param>
/// <param name="BytesSkippedAsStorage">Bytes of storages that the main pickle validly refers to, which are tensor data and no program.</param>
/// <param name="Findings">What was found, in file order.</param>
/// <param name="Globals">Every global that a pickle names, once each per record.</param>
public sealed record ScanReport(string Path, long Size, CheckpointFormat Format, Verdict Verdict, bool Complete, string ScanId,
    long BytesRead, long BytesSkippedAsStorage, IReadOnlyList<Finding> Findings, IReadOnlyList<ScannedGlobal> Globals);
