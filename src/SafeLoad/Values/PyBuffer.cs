namespace SafeLoad.Values;

/// <summary>
/// The bytes that str, bytes and bytearray values are slices of, mostly a whole pickle. Text is UTF-8 with lone surrogates
/// allowed (Python's <c>surrogatepass</c>), and was checked to be so.
/// </summary>
internal sealed class PyBuffer(PyKind kind, byte[] bytes) : PyReference(kind)
{
    public byte[] Bytes { get; } = bytes;

    /// <summary>Whether this is text of Python 2, which has no encoding, with letters that UTF-8 and Latin-1 read in two ways.</summary>
    public bool MayBeLatin1 { get; init; }
}
