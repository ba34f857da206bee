namespace SafeLoad.Text;

/// <summary>
/// Reads YAML as far as it takes to know its keys, values and tags: what is a comment, a text or a block of text is told from what is not.
/// Nothing is built, and aliases are followed to single values only, so that no text costs more than its length.
/// </summary>
/// <remarks>YAML 1.1 and 1.2; indentation and simple keys go as in PyYAML's lib/yaml/scanner.py, which ruamel.yaml shares, and in
/// libyaml's src/scanner.c.</remarks>
internal ref partial struct YamlText
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly IKeyValueSink _sink;
    private readonly Stack<int> _indents = new();

    // The column of the innermost block, -1 outside of all.
    private int _indent = -1;
    private int _at, _lineStart, _flow;

    // Whether a key may stand here; whether what comes next is one, since a question mark stood before it.
    private bool _mayBeKey = true, _isKey;

    // Where the tag or anchor stands that belongs to what comes next, and where the outermost list or map in brackets began.
    private int _propertyAt = -1, _bracketAt;
    private bool _bracketMayBeKey, _isCut, _isBeyond;

    private readonly YamlDialect _dialect;

    // Whether the document is a single value that has ended: nothing can follow it.
    private bool _isDone;

    // The handles of this document, and those that are declared for the next one.
    private Dictionary<string, string>? _handles, _declared;

    private Dictionary<string, (byte[] Text, bool IsQuoted)>? _anchored;
    private string? _anchor;

    // How many bytes aliases stood for until now.
    private long _ofAliases;

    private YamlText(ReadOnlySpan<byte> text, IKeyValueSink sink, YamlDialect dialect)
    {
        _text = text;
        _sink = sink;
        _dialect = dialect;
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly int Column => _at - _lineStart;

    /// <summary>Whether there are bytes in a text that this dialect takes for something else than PyYAML does.</summary>
    public static bool Differs(ReadOnlySpan<byte> text, YamlDialect dialect) => dialect switch
    {
        YamlDialect.C => text.IndexOf(ByteOrderMark) >= 0,
        YamlDialect.Newer => text.IndexOf("\u0085"u8) >= 0 || text.IndexOf("\u2028"u8) >= 0
            || text.IndexOf("\u2029"u8) >= 0,
        _ => false,
    };

    /// <summary>Reads a text and tells what it holds, as far as it can be read.</summary>
    /// <param name="text">The text, in UTF-8.</param>
    /// <param name="sink">Told what it holds.</param>
    /// <param name="dialect">As whom.</param>
    public static KeyValueEnd Read(ReadOnlySpan<byte> text, IKeyValueSink sink, YamlDialect dialect = YamlDialect.Python)
    {
        var yaml = new YamlText(text, sink, dialect);
        KeyValueEnd end = yaml.Read();
        return yaml._isBeyond ? KeyValueEnd.Beyond : end;
    }

    private KeyValueEnd Read()
    {
        while (true)
        {
            SkipToToken();
            if (_at >= _text.Length) break;
            if (_indents.Count + _flow > JsonText.MostDepth) return KeyValueEnd.Beyond;
            Unwind(Column);
            if (!ReadToken()) return _isCut ? KeyValueEnd.Cut : KeyValueEnd.Broken;
        }
        Unwind(-1);
        return _flow == 0 ? KeyValueEnd.Whole : KeyValueEnd.Cut;
    }

    private bool ReadToken()
    {
        byte next = _text[_at];
        if (Column == 0 && next == '%') return ReadDirective();
        if (Column == 0 && IsDocumentMark(_at)) return ReadDocumentMark();
        if (_isDone && !BeginsAnew()) return false;
        switch (next)
        {
            case (byte)'[' or (byte)'{': return OpenFlow(isMap: next == '{');
            case (byte)']' or (byte)'}': return CloseFlow();
            case (byte)',' when _flow > 0:
                _at++;
                (_mayBeKey, _isKey) = (true, false);
                return true;
            case (byte)'-' when IsBlank(_at + 1): return ReadEntry();
            case (byte)'?' when _flow > 0 || IsBlank(_at + 1): return ReadKeyMark();
            case (byte)':' when _flow > 0 || IsBlank(_at + 1): return ReadValueMark(key: -1);
            case (byte)'*' or (byte)'&': return ReadAnchor(isAlias: next == '*');
            case (byte)'!': return ReadTag();
            case (byte)'|' or (byte)'>' when _flow == 0: return ReadBlock();
            case (byte)'"' or (byte)'\'': return ReadQuoted(next);
            case (byte)'-' or (byte)'?' or (byte)':': return ReadPlain();
            case (byte)',' or (byte)'#' or (byte)'|' or (byte)'>' or (byte)'%' or (byte)'@' or (byte)'`': return false;
            default: return ReadPlain();
        }
    }

    private bool BeginsAnew()
    {
        if (_dialect != YamlDialect.Newer) return false;
        EndDocument();
        _mayBeKey = true;
        return true;
    }

    private void EndDocument()
    {
        Unwind(-1);
        _sink.EndDocument();
        (_anchored, _anchor) = (null, null);
        (_mayBeKey, _isKey, _propertyAt, _isDone) = (false, false, -1, false);
    }

    private bool OpenFlow(bool isMap)
    {
        if (_flow == 0) (_bracketAt, _bracketMayBeKey) = (_propertyAt >= 0 ? _propertyAt : _at, _mayBeKey);
        if (isMap) _sink.OpenMap();
        else _sink.OpenList();
        _at++;
        _flow++;
        (_mayBeKey, _isKey, _propertyAt) = (true, false, -1);
        return true;
    }

    private bool CloseFlow()
    {
        if (_flow == 0) return false;
        _sink.Close();
        _at++;
        _flow--;
        (_mayBeKey, _isKey) = (false, false);
        // A map or list can be a key: what it means nobody here asks.
        int mark = SkipSpaces(_at);
        _isDone = _flow == 0 && _indent < 0 && !IsValueMark(mark);
        if (!IsValueMark(mark)) return true;
        if (_flow == 0)
        {
            if (!_bracketMayBeKey || _bracketAt < _lineStart) return false;
            Indent(_bracketAt - _lineStart, isMap: true);
        }
        return ReadValueMark(key: mark);
    }

    private bool ReadEntry()
    {
        if (_flow > 0 || !_mayBeKey) return false;
        Indent(Column, isMap: false);
        _at++;
        (_mayBeKey, _isKey) = (true, false);
        return true;
    }

    private bool ReadKeyMark()
    {
        if (_flow == 0 && !_mayBeKey) return false;
        if (_flow == 0) Indent(Column, isMap: true);
        _at++;
        (_mayBeKey, _isKey) = (true, true);
        return true;
    }

    // The colon; behind a key where the caller knows one, else by itself.
    private bool ReadValueMark(int key)
    {
        if (key >= 0) (_at, _mayBeKey) = (key, false);
        else if (_flow == 0)
        {
            if (!_mayBeKey) return false;
            // A tag or anchor alone is a key too.
            Indent(_propertyAt >= 0 ? _propertyAt - _lineStart : Column, isMap: true);
        }
        if (key < 0) _mayBeKey = _flow == 0 && _propertyAt < 0;
        _at++;
        (_isKey, _propertyAt) = (false, -1);
        return true;
    }

    private void Indent(int column, bool isMap)
    {
        if (_indent >= column) return;
        _indents.Push(_indent);
        _indent = column;
        if (isMap) _sink.OpenMap();
        else _sink.OpenList();
    }

    private void Unwind(int column)
    {
        if (_flow > 0) return;
        while (_indent > column)
        {
            _indent = _indents.Pop();
            _sink.Close();
        }
    }
}
