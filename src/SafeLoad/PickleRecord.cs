namespace SafeLoad;

/// <summary>The bytes of one pickle of a file.</summary>
/// <param name="Record">The record that it stands in, of a zip with its top folder, of a tar the member; null where the file has
/// none.</param>
/// <param name="Offset">Where it begins in the record, or in the file.</param>
/// <param name="Bytes">Its bytes, up to and with its STOP; where it is broken, up to the break or a little further.</param>
internal sealed record PickleRecord(string? Record, long Offset, ReadOnlyMemory<byte> Bytes);
