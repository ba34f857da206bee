namespace SafeLoad.Scanning.Python;

/// <summary>Takes source text of Python apart: comments, blanks and lines that go on are passed over.</summary>
/// <remarks>Parser/tokenizer.c. What breaks a rule of the language is taken as it comes.</remarks>
internal ref struct PythonWords(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <summary>The next word; false at the end.</summary>
    public bool Read(out PythonWord word)
    {
        word = default;
        SkipBlanks();
        if (_at >= _text.Length) return false;
        byte next = _text[_at];
        int start = _at;
        if (next is (byte)'\n' or (byte)'\r')
        {
            _at++;
            word = new PythonWord('\n', default);
        }
        else if (next is (byte)'"' or (byte)'\'') word = ReadText(hasExpressions: false);
        else if (char.IsAsciiDigit((char)next))
        {
            SkipNumber();
            word = new PythonWord('0', default);
        }
        else if (IsLetter(next))
        {
            while (_at < _text.Length && (IsLetter(_text[_at]) || char.IsAsciiDigit((char)_text[_at]))) _at++;
            ReadOnlySpan<byte> name = _text[start.._at];
            bool isText = name.Length <= 2 && name.IndexOfAnyExcept("bBfFrRtTuU"u8) < 0
                && _at < _text.Length && _text[_at] is (byte)'"' or (byte)'\'';
            word = isText ? ReadText(hasExpressions: name.IndexOfAny("fFtT"u8) >= 0) : new PythonWord('a', name);
        }
        else
        {
            _at++;
            word = new PythonWord((char)next, default);
        }
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            byte next = _text[_at];
            if (next is (byte)' ' or (byte)'\t' or (byte)'\f') _at++;
            else if (next == '#') _at += _text[_at..].IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end ? end : _text.Length - _at;
            else if (next == '\\' && _at + 1 < _text.Length && _text[_at + 1] is (byte)'\n' or (byte)'\r')
                _at += _text[_at..].StartsWith("\\\r\n"u8) ? 3 : 2;
            else return;
        }
    }

    // 0x1F, 1_000, 1.5e-3, 2j: what stands behind is another word, also without a blank (1if).
    private void SkipNumber()
    {
        bool hasBase = _text[_at] == '0' && _at + 1 < _text.Length && (_text[_at + 1] | 0x20) is 'x' or 'o' or 'b';
        if (hasBase)
        {
            bool isHex = (_text[_at + 1] | 0x20) == 'x';
            _at += 2;
            while (_at < _text.Length && (_text[_at] == '_' || (isHex ? char.IsAsciiHexDigit((char)_text[_at]) : IsDigit(_at)))) _at++;
            return;
        }
        SkipDigits();
        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            SkipDigits();
        }
        if (_at < _text.Length && (_text[_at] | 0x20) == 'e')
        {
            int digits = _at + 1 < _text.Length && _text[_at + 1] is (byte)'+' or (byte)'-' ? _at + 2 : _at + 1;
            if (IsDigit(digits))
            {
                _at = digits;
                SkipDigits();
            }
        }
        if (_at < _text.Length && (_text[_at] | 0x20) == 'j') _at++;
    }

    private void SkipDigits()
    {
        while (IsDigit(_at) || (_at < _text.Length && _text[_at] == '_')) _at++;
    }

    private readonly bool IsDigit(int at) => at < _text.Length && char.IsAsciiDigit((char)_text[at]);

    private PythonWord ReadText(bool hasExpressions)
    {
        byte quote = _text[_at];
        ReadOnlySpan<byte> three = [quote, quote, quote];
        int width = _text[_at..].StartsWith(three) ? 3 : 1, start = _at += width;
        while (_at < _text.Length && !(width == 3 ? _text[_at..].StartsWith(three) : _text[_at] == quote))
            _at += _text[_at] == '\\' ? 2 : 1;
        int end = Math.Min(_at, _text.Length);
        _at = Math.Min(end + width, _text.Length);
        return new PythonWord(hasExpressions && _text[start..end].Contains((byte)'{') ? 'f' : '"', _text[start..end]);
    }

    private static bool IsLetter(byte letter) => char.IsAsciiLetter((char)letter) || letter is (byte)'_' or > 127;
}
