using SafeLoad.Values;

namespace SafeLoad.Cli.Reporting;

/// <summary>The way from the root to a value, as a text and as JSON keys, kept in step with a walk:
/// a step writes its own part only.</summary>
internal sealed class PathKeys
{
    private readonly Stack<(int Keys, int Path)> _steps = new();
    private readonly JsonOutput _step = new();
    private byte[] _keys = new byte[256];
    private char[] _path = new char[256];
    private int _keysLength, _pathLength;

    /// <summary>The elements of <c>keys</c>, without the brackets.</summary>
    public ReadOnlySpan<byte> Keys => _keys.AsSpan(0, _keysLength);

    /// <summary>The steps as text, with dots. Chosen by the file.</summary>
    public ReadOnlySpan<char> Path => _path.AsSpan(0, _pathLength);

    public void Enter(ValueStep step)
    {
        _steps.Push((_keysLength, _pathLength));
        string text = step.Text;
        _step.Clear();
        if (_keysLength > 0) _step.Raw(","u8);
        switch (step.Kind)
        {
            case ValueStepKind.Index: _step.Raw("{\"i\":"u8).Number(step.Index).Raw("}"u8); break;
            case ValueStepKind.Attribute or ValueStepKind.Member: _step.Raw("{\"attr\":"u8).Text(step.Key.AsString()).Raw("}"u8); break;
            default: WriteKey(step.Key, text); break;
        }
        if (step.Kind != ValueStepKind.Attribute && _steps.Count > 1) Append(".");
        Append(text);
        Room(ref _keys, _keysLength, _step.Written.Length);
        _step.Written.CopyTo(_keys.AsSpan(_keysLength));
        _keysLength += _step.Written.Length;
    }

    public void Leave() => (_keysLength, _pathLength) = _steps.Pop();

    private void Append(string text)
    {
        Room(ref _path, _pathLength, text.Length);
        text.AsSpan().CopyTo(_path.AsSpan(_pathLength));
        _pathLength += text.Length;
    }

    private void WriteKey(PyValue key, string text)
    {
        if (key.Kind == PyKind.Str)
        {
            _step.Text(text);
            return;
        }
        _step.Raw("{\"key\":"u8).Text(key.Kind == PyKind.None ? "None" : key.TypeName).Member("v"u8);
        switch (key.Kind)
        {
            case PyKind.None: _step.Raw("null"u8); break;
            case PyKind.Bool: _step.Bool(key.AsBool()); break;
            case PyKind.Bytes: _step.Hex(key.AsBytes()); break;
            case PyKind.Size: ValueJson.WriteSize(_step, (PyTuple)key.Reference!); break;
            // Cut, two long numbers could be told apart no more.
            case PyKind.Int or PyKind.BigInt: _step.Text(PythonRepr.Of(key.AsBigInteger())); break;
            default: _step.Text(PythonRepr.Of(key)); break;
        }
        _step.Raw("}"u8);
    }

    private static void Room<T>(ref T[] array, int used, int more)
    {
        if (more > array.Length - used) Array.Resize(ref array, (array.Length + more) * 2);
    }
}
