namespace SafeLoad.Text;

internal ref partial struct YamlText
{
    private void SkipToToken()
    {
        while (_at < _text.Length)
        {
            byte next = _text[_at];
            if (next is (byte)' ' or (byte)'\t') _at++;
            else if (next == '#') _at = LineEnd(_at);
            else if (BreakLength(_at) is > 0 and var length)
            {
                _lineStart = _at += length;
                if (_flow == 0) _mayBeKey = true;
                _propertyAt = -1;
            }
            // It is a letter that is passed over, and counts as one.
            else if (_dialect == YamlDialect.C && Column == 0 && _text[_at..].StartsWith(ByteOrderMark))
            {
                _at += ByteOrderMark.Length;
                _lineStart = _at - 1;
            }
            else return;
        }
    }

    // What stands on the next line that is not empty; -1 where a document begins or ends before it.
    private readonly int NextLine(int at, ref int lineStart)
    {
        while (at < _text.Length)
        {
            if (BreakLength(at) is > 0 and var length)
            {
                lineStart = at += length;
                if (IsDocumentMark(at)) return -1;
            }
            else if (_text[at] is (byte)' ' or (byte)'\t') at++;
            else break;
        }
        return at;
    }

    private readonly int SkipSpaces(int at)
    {
        while (at < _text.Length && _text[at] is (byte)' ' or (byte)'\t') at++;
        return at;
    }

    private readonly int LineEnd(int at)
    {
        while (at < _text.Length && BreakLength(at) == 0) at++;
        return at;
    }

    // YAML 1.1 also breaks lines at NEL, LS and PS, and its parsers in Python do.
    private readonly int BreakLength(int at)
    {
        if (at >= _text.Length) return 0;
        ReadOnlySpan<byte> rest = _text[at..];
        if (_dialect == YamlDialect.Newer && rest[0] > 127) return 0;
        return rest[0] switch
        {
            (byte)'\n' => 1,
            (byte)'\r' => rest.Length > 1 && rest[1] == '\n' ? 2 : 1,
            0xC2 => rest.Length > 1 && rest[1] == 0x85 ? 2 : 0,
            0xE2 => rest.Length > 2 && rest[1] == 0x80 && rest[2] is 0xA8 or 0xA9 ? 3 : 0,
            _ => 0,
        };
    }

    private readonly bool IsBlank(int at) =>
        at >= _text.Length || _text[at] is (byte)' ' or (byte)'\t' or 0 || BreakLength(at) > 0;

    private readonly bool IsValueMark(int at) => at < _text.Length && _text[at] == ':' && (_flow > 0 || IsBlank(at + 1));

    private readonly bool IsDocumentMark(int at) => IsBlank(at + 3) && at + 3 <= _text.Length
        && (_text[at..].StartsWith("---"u8) || _text[at..].StartsWith("..."u8));
}
