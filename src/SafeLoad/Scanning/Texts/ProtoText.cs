using System.Text;
using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Python;

namespace SafeLoad.Scanning.Texts;

/// <summary>The text form of Protocol Buffers, in which graphs and networks name what runs as their binary form does.</summary>
/// <remarks>protobuf.dev/reference/protobuf/textformat-spec; tensorflow/python/saved_model/loader_impl.py, <c>parse_saved_model</c>;
/// caffe/layer_factory.cpp, <c>GetPythonLayer</c>.</remarks>
internal ref struct ProtoText
{
    // Operations that call back into Python, or read and write files that the graph names.
    private static readonly string[] s_operations = ["PyFunc", "PyFuncStateless", "EagerPyFunc", "ReadFile", "WriteFile", "AppendFile"];

    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private ProtoText(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>Reports a network that names code, and a graph, whose operations nobody looks at.</summary>
    public static void Report(ReadOnlySpan<byte> text, ReadingBuilder reading, CheckpointLocation at)
    {
        if (text.IndexOf("python_param"u8) < 0 && (text.IndexOf("node"u8) < 0 || text.IndexOf("op"u8) < 0)) return;
        new ProtoText(text).Report(reading, new CodeNames(reading, _ => at), at);
    }

    // Fields, each a name in front of a colon or a bracket; whatever begins otherwise is another language.
    private void Report(ReadingBuilder reading, CodeNames names, CheckpointLocation at)
    {
        bool hasNode = false;
        var operations = new HashSet<string>(StringComparer.Ordinal);
        for (int count = 0; Next() is { IsEmpty: false } word; count++)
        {
            bool isField = IsName(word) && SkipBlanks() && _text[_at] is (byte)':' or (byte)'{' or (byte)'<';
            if (!isField && count == 0) return;
            if (!isField) continue;
            bool isMessage = IsMessage();
            hasNode |= isMessage && (word.SequenceEqual("node"u8) || word.SequenceEqual("node_def"u8));
            if (isMessage && word.SequenceEqual("python_param"u8))
                names.Custom("the network has a layer in Python: Caffe imports its module and calls what the text names", 0);
            if (isMessage || !word.SequenceEqual("op"u8)) continue;
            string operation = Encoding.UTF8.GetString(Next().Trim("\"'"u8));
            operations.Add(s_operations.Contains(operation) ? operation : "");
        }
        if (!hasNode || operations.Count == 0) return;
        reading.NotScanned("a graph of TensorFlow as text", at);
        foreach (string operation in operations.Where(static operation => operation.Length > 0))
            names.Runs("the graph", operation, "calls Python or reaches files when it is run", 0);
    }

    // A colon may stand in front of a message's bracket, too.
    private bool IsMessage()
    {
        if (_text[_at] == ':') _at++;
        return SkipBlanks() && _text[_at] is (byte)'{' or (byte)'<';
    }

    // A name, a text in its quotes, or any other single character; nothing at the end.
    private ReadOnlySpan<byte> Next()
    {
        if (!SkipBlanks()) return default;
        int start = _at++;
        if (_text[start] is (byte)'"' or (byte)'\'')
        {
            while (_at < _text.Length && _text[_at] != _text[start] && _text[_at] != '\n') _at += _text[_at] == '\\' ? 2 : 1;
            _at = Math.Min(_at + 1, _text.Length);
        }
        else if (IsLetter(_text[start]))
        {
            while (_at < _text.Length && IsLetter(_text[_at])) _at++;
        }
        return _text[start.._at];
    }

    private bool SkipBlanks()
    {
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == '#') _at += _text[_at..].IndexOf((byte)'\n') is >= 0 and var end ? end : _text.Length - _at - 1;
            else if (_text[_at] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\v' or (byte)'\f')) return true;
        }
        return false;
    }

    private static bool IsName(ReadOnlySpan<byte> word) => IsLetter(word[0]) && !char.IsAsciiDigit((char)word[0]);

    private static bool IsLetter(byte letter) => char.IsAsciiLetterOrDigit((char)letter) || letter == '_';
}
