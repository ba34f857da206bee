namespace SafeLoad.Formats.Tar;

/// <summary>A member of a tar.</summary>
/// <param name="Name">Its name; bytes that are not UTF-8 become U+FFFD.</param>
/// <param name="Offset">Where its content begins.</param>
/// <param name="Size">Bytes of content.</param>
/// <param name="Problem">What makes the member unsafe to unpack: a name or link that leaves the archive; null if nothing does.</param>
internal readonly record struct TarMember(string Name, long Offset, long Size, string? Problem);
