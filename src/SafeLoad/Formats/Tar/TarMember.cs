namespace SafeLoad.Formats.Tar;

/// <summary>A member of a tar.</summary>
/// <param name="Name">Its name; bytes that are not UTF-8 become U+FFFD.</param>
/// <param name="Offset">Where its content begins.</param>
/// <param name="Size">Bytes of content.</param>
internal readonly record struct TarMember(string Name, long Offset, long Size);
