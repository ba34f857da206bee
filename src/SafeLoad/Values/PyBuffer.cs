namespace SafeLoad.Values;

/// <summary>
/// The bytes that str, bytes and bytearray values are slices of, mostly a whole pickle. Text is UTF-8 with lone surrogates
/// allowed (Python's <c>surrogatepass</c>), and was checked to be so.
/// </summary>
internal sealed class PyBuffer(PyKind kind, byte[] bytes) : PyReference(kind)
{
    public byte[] Bytes { get; } = bytes;
}
