using SafeLoad.Text;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Bytes that a pickle holds, in the forms in which pickle writes them. A memo makes it cheap to give the same many times, which
/// no honest file does: what is copied again is counted.</summary>
/// <remarks>Lib/pickle.py, <c>save_bytes</c> and <c>save_bytearray</c>: below protocol 3 bytes are a text of Latin-1 that is encoded, below
/// protocol 5 an array of bytes is made of them.</remarks>
internal sealed class HeldBytes
{
    private const long MostAgain = 16L << 20;

    private readonly HashSet<(PyReference Buffer, long Place)> _met = [];

    /// <summary>Bytes that were looked through again.</summary>
    public long Again { get; private set; }

    /// <summary>A copy of the bytes; null if they have another form, or were copied too often.</summary>
    public byte[]? Of(PyValue value)
    {
        if (value.RawReference is PyObject { Callable.RawReference: PyGlobal maker, Arguments.RawReference: PyTuple made }
            && Callables.RealName(maker) is "builtins.bytearray" or "builtins.bytes")
        {
            if (made.Count == 0) return [];
            if (made.Count > 1) return Encoded(made);
            value = made[0];
        }
        if (value.Is(PyKind.Bytes) || value.Is(PyKind.ByteArray)) return IsCheap(value) ? value.AsBytes().ToArray() : null;
        return value.RawReference is PyObject { Callable.RawReference: PyGlobal encode, Arguments.RawReference: PyTuple text }
            && Callables.RealName(encode) == "_codecs.encode" ? Encoded(text) : null;
    }

    private byte[]? Encoded(PyTuple text) => text.Count == 2 && text[0].Is(PyKind.Str) && text[1].Is(PyKind.Str)
        && text[1].AsString() is "latin1" or "latin-1" && IsCheap(text[0]) ? Latin1Text.BytesOf(text[0].AsString()) : null;

    private bool IsCheap(PyValue bytes) => Again <= MostAgain && (_met.Add((bytes.RawReference!, bytes.Bits))
        || (Again += bytes.Length) <= MostAgain);
}
