using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>builtins.bytearray(bytes)</c> and <c>bytearray(text, 'latin-1')</c>. Not with a number: that would allocate what a file only claims.</summary>
internal sealed class ByteArray() : RebuildFunction("builtins", "bytearray")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 2);
        byte[] bytes;
        if (arguments.Count == 0) bytes = [];
        else if (arguments.Count == 2)
        {
            if (!arguments[0].Is(PyKind.Str)) throw arguments.Wrong(0, "a str");
            if (arguments.Text(1) is not ("latin-1" or "latin1")) throw Throw.DisallowedCall("bytearray is asked for a codec other than latin-1", arguments.At);
            bytes = Latin1.Encode(arguments[0], arguments);
        }
        else
        {
            if (arguments[0].Kind is not (PyKind.Bytes or PyKind.ByteArray)) throw arguments.Wrong(0, "bytes");
            arguments.Context.Budget.ChargeCopy(arguments[0].AsBytes().Length, arguments.At);
            bytes = arguments[0].AsBytes().ToArray();
        }
        return PyValue.FromBuffer(new PyBuffer(PyKind.ByteArray, bytes), 0, bytes.Length);
    }
}
