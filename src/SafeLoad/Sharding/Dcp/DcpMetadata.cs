namespace SafeLoad.Sharding.Dcp;

/// <summary>A distributed checkpoint's <c>.metadata</c>, read and proven to be without contradictions in itself.</summary>
/// <param name="Entries">Its values, in order.</param>
/// <param name="Version">What it says about its version; null if nothing. Chosen by the file.</param>
/// <param name="UnusedSlices">Slices that belong to no value.</param>
internal sealed record DcpMetadata(IReadOnlyList<DcpEntry> Entries, string? Version, int UnusedSlices);
