using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>_codecs.encode(text, 'latin1')</c>: how protocol 2 writes bytes. Any other codec is refused: Python would import it, and some grow
/// or run for long.</summary>
internal sealed class CodecsEncode() : RebuildFunction("_codecs", "encode")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(2, 2);
        PyValue text = arguments[0];
        if (!text.Is(PyKind.Str)) throw arguments.Wrong(0, "a str");
        string codec = arguments.Text(1);
        if (codec is not ("latin1" or "latin-1")) throw Throw.DisallowedCall($"_codecs.encode is asked for '{Printable.Escape(codec)}'; pickles need latin1 only", arguments.At);
        byte[] bytes = Latin1.Encode(text, arguments);
        return PyValue.FromBuffer(new PyBuffer(PyKind.Bytes, bytes), 0, bytes.Length);
    }
}
