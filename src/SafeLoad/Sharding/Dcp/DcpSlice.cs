namespace SafeLoad.Sharding.Dcp;

/// <summary>Where a value of a distributed checkpoint lies: a run of bytes of one of its files.</summary>
/// <param name="File">The file's name. Chosen by the metadata, proven to be a bare name.</param>
/// <param name="Offset">Where it begins, in bytes; not negative.</param>
/// <param name="Length">How many bytes it has; not negative.</param>
internal sealed record DcpSlice(string File, long Offset, long Length);
