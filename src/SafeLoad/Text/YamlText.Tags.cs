using System.Text;

namespace SafeLoad.Text;

internal ref partial struct YamlText
{
    private const string StandardPrefix = "tag:yaml.org,2002:";
    private const int MostAnchors = 1000, LongestAnchored = 1024, LongestTag = 4096;

    // Of the directives only %TAG changes what a tag means.
    private bool ReadDirective()
    {
        int end = LineEnd(_at);
        string[] words = Encoding.UTF8.GetString(_text[_at..Math.Min(end, _at + LongestTag)])
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words is ["%TAG", var handle, var prefix, ..] && (_declared ??= []).Count < MostAnchors)
            _declared[handle] = Unescape(prefix);
        _at = end;
        return true;
    }

    private bool ReadDocumentMark()
    {
        if (_flow > 0) return false;
        Unwind(-1);
        bool isStart = _text[_at] == '-';
        (_handles, _declared) = (isStart ? _declared : null, null);
        (_anchored, _anchor) = (null, null);
        _at += 3;
        (_mayBeKey, _isKey, _propertyAt) = (false, false, -1);
        _isDone = false;
        return true;
    }

    private bool ReadTag()
    {
        int start = _at, end = _at + 1;
        while (!IsBlank(end)) end++;
        ReadOnlySpan<byte> text = _text[start..Math.Min(end, start + LongestTag)];
        string tag;
        if (text.StartsWith("!<"u8))
        {
            int close = text.IndexOf((byte)'>');
            if (close < 0) return false;
            tag = Unescape(Encoding.UTF8.GetString(text[2..close]));
            end = start + close + 1;
        }
        else
        {
            // In a flow a tag ends at what cannot be in it; in the name of a Python object none of these stands either.
            if (_flow > 0 && text.IndexOfAny(",]}"u8) is > 0 and var cut)
            {
                text = text[..cut];
                end = start + cut;
            }
            int handle = 1;
            while (handle < text.Length && IsWord(text[handle])) handle++;
            int length = handle < text.Length && text[handle] == '!' ? handle + 1 : 1;
            tag = Prefix(Encoding.UTF8.GetString(text[..length])) + Unescape(Encoding.UTF8.GetString(text[length..]));
        }
        _sink.Tag(tag, start);
        _at = end;
        if (_propertyAt < 0) _propertyAt = start;
        return true;
    }

    private readonly string Prefix(string handle) => _handles?.GetValueOrDefault(handle) ?? _declared?.GetValueOrDefault(handle)
        ?? (handle == "!!" ? StandardPrefix : handle);

    private bool ReadAnchor(bool isAlias)
    {
        int start = _at++, end = _at;
        while (!IsBlank(end) && !",[]{}:"u8.Contains(_text[end])) end++;
        string name = Encoding.UTF8.GetString(_text[_at..Math.Min(end, _at + LongestAnchored)]);
        _at = end;
        if (!isAlias)
        {
            _anchor = name;
            if (_propertyAt < 0) _propertyAt = start;
            return true;
        }
        bool mayBeKey = _mayBeKey;
        _mayBeKey = false;
        return Emit(_anchored?.GetValueOrDefault(name) ?? _text[start..end], start, mayBeKey, isOneLine: true);
    }

    private void Remember(ReadOnlySpan<byte> text)
    {
        if (_anchor is { } name && text.Length <= LongestAnchored && (_anchored ??= []).Count < MostAnchors)
            _anchored[name] = text.ToArray();
        _anchor = null;
    }

    // %61 in a tag is an a.
    private static string Unescape(string tag)
    {
        if (!tag.Contains('%', StringComparison.Ordinal)) return tag;
        byte[] text = Encoding.UTF8.GetBytes(tag);
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1])
                && char.IsAsciiHexDigit((char)text[i + 2]);
            text[length++] = isEscape ? (byte)((Hex(text[i + 1]) << 4) | Hex(text[i + 2])) : text[i];
            if (isEscape) i += 2;
        }
        return Encoding.UTF8.GetString(text, 0, length);
    }

    private static bool IsWord(byte letter) => char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_';

    private static int Hex(byte digit) => char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
