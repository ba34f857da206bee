using System.Buffers;
using System.Text;

namespace SafeLoad.Text;

internal ref partial struct YamlText
{
    // Text without quotes: to a colon or comment, and on further lines as long as they stand deeper than the block around it.
    private bool ReadPlain()
    {
        int start = _at, end = _at;
        bool mayBeKey = _mayBeKey, isOneLine = true;
        // A zero begins nothing.
        if (RunLength() == 0) return false;
        while (RunLength() is > 0 and var length)
        {
            end = _at += length;
            _mayBeKey = false;
            int next = SkipSpaces(_at);
            if (next == _at && BreakLength(_at) == 0) break;
            if (BreakLength(next) > 0)
            {
                int line = _lineStart;
                next = NextLine(next, ref line);
                if (next < 0 || (_flow == 0 && next - line <= _indent)) break;
                if (next == _text.Length || _text[next] == '#') break;
                (_lineStart, isOneLine) = (line, false);
            }
            else if (next < _text.Length && _text[next] == '#') break;
            _at = next;
        }
        _at = end;
        return Emit(_text[start..end], start, mayBeKey, isOneLine, isQuoted: false);
    }

    private readonly int RunLength()
    {
        int at = _at;
        while (!IsBlank(at))
        {
            byte next = _text[at];
            if (next == ':' && (IsBlank(at + 1) || (_flow > 0 && ",[]{}"u8.Contains(_text[at + 1])))) break;
            if (_flow > 0 && ",[]{}"u8.Contains(next)) break;
            at++;
        }
        return at - _at;
    }

    private bool ReadQuoted(byte quote)
    {
        int start = _at++;
        bool mayBeKey = _mayBeKey, isOneLine = true, isDouble = quote == '"';
        for (; ; _at++)
        {
            _isCut = _at >= _text.Length;
            if (_isCut) return false;
            if (_text[_at] == quote)
            {
                if (isDouble || _at + 1 >= _text.Length || _text[_at + 1] != quote) break;
                _at++;
            }
            else if (isDouble && _text[_at] == '\\' && BreakLength(_at + 1) == 0) _at++;
            else if (BreakLength(_at) is > 0 and var length)
            {
                _at += length;
                (_lineStart, isOneLine) = (_at, false);
                if (IsDocumentMark(_at)) return false;
                _at--;
            }
        }
        ReadOnlySpan<byte> text = _text[(start + 1).._at++];
        _mayBeKey = false;
        if (isDouble && text.Contains((byte)'\\')) text = TextEscapes.Unescape(text);
        else if (!isDouble && text.Contains((byte)'\''))
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("''", "'", StringComparison.Ordinal));
        return Emit(text, start, mayBeKey, isOneLine, isQuoted: true);
    }

    // A text of whole lines, to the first that stands less deep: nothing in it is a token.
    private bool ReadBlock()
    {
        int start = _at++, least = Math.Max(_indent + 1, 1), indent = 0;
        while (_at < _text.Length && "+-0123456789"u8.Contains(_text[_at]))
        {
            if (char.IsAsciiDigit((char)_text[_at])) indent = least + _text[_at] - '0' - 1;
            _at++;
        }
        int end = SkipSpaces(_at);
        // libyaml asks for no blank before the comment.
        if (end < _text.Length && _text[end] == '#') end = LineEnd(end);
        if (end < _text.Length && BreakLength(end) == 0) return false;
        _at = end;
        int deepest = 0;
        SkipLines(indent == 0 ? int.MaxValue : indent, ref deepest);
        if (indent == 0) indent = Math.Max(least, deepest);
        var lines = new ArrayBufferWriter<byte>();
        while (Column == indent && _at < _text.Length)
        {
            if (lines.WrittenCount > 0) lines.Write("\n"u8);
            lines.Write(_text[_at..LineEnd(_at)]);
            _at = LineEnd(_at);
            SkipLines(indent, ref deepest);
        }
        _mayBeKey = true;
        Remember(lines.WrittenSpan, isQuoted: true);
        if (_isKey) _sink.Key(lines.WrittenSpan, start);
        else _sink.Value(lines.WrittenSpan, start, isQuoted: true);
        (_isKey, _propertyAt) = (false, -1);
        return true;
    }

    // Line breaks, and blanks up to a column.
    private void SkipLines(int column, ref int deepest)
    {
        while (_at < _text.Length)
        {
            if (_text[_at] == ' ' && Column < column) _at++;
            else if (BreakLength(_at) is > 0 and var length) _lineStart = _at += length;
            else break;
            deepest = Math.Max(deepest, Column);
        }
    }

    // A scalar was read: the colon behind it makes it a key.
    private bool Emit(ReadOnlySpan<byte> text, int start, bool mayBeKey, bool isOneLine, bool isQuoted)
    {
        int mark = SkipSpaces(_at), from = _propertyAt >= 0 ? _propertyAt : start;
        Remember(text, isQuoted);
        _propertyAt = -1;
        if (IsValueMark(mark))
        {
            if (_flow == 0)
            {
                if (!mayBeKey || !isOneLine) return false;
                Indent(from - _lineStart, isMap: true);
            }
            _sink.Key(text, start);
            return ReadValueMark(key: mark);
        }
        // Where a block of keys goes on, only a key can stand.
        if (_flow == 0 && mayBeKey && isOneLine && from - _lineStart == _indent) return false;
        if (_isKey) _sink.Key(text, start);
        else _sink.Value(text, start, isQuoted);
        _isDone = _flow == 0 && _indent < 0;
        _isKey = false;
        return true;
    }
}
