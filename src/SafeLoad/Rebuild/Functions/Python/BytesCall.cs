using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>builtins.bytes()</c>, as protocol 2 writes empty bytes, and of bytes. Not with a number, which would allocate what a file only claims.</summary>
internal sealed class BytesCall() : RebuildFunction("builtins", "bytes")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        if (arguments.Count == 0) return PyValue.FromBuffer(new PyBuffer(PyKind.Bytes, []), 0, 0);
        return arguments[0].Is(PyKind.Bytes) ? arguments[0] : throw arguments.Wrong(0, "bytes");
    }
}
