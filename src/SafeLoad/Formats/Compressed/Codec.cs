namespace SafeLoad.Formats.Compressed;

/// <summary>Compressions that are unpacked when scanning.</summary>
internal enum Codec
{
    /// <summary>Raw deflate, as zips have it (method 8).</summary>
    Deflate,
    /// <summary>Deflate with zlib's header; joblib's default.</summary>
    Zlib,
    Gzip,
    /// <summary>bzip2, alone or as method 12 of a zip.</summary>
    Bzip2,
    /// <summary>What Python's lzma module opens: xz, or LZMA without a container.</summary>
    Lzma,
}
