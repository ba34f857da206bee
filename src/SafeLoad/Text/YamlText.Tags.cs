using System.Text;

namespace SafeLoad.Text;

internal ref partial struct YamlText
{
    private const string StandardPrefix = "tag:yaml.org,2002:";
    private const int LongestPrefix = 512, FreeOfAliases = 1 << 20, MostOfAliases = 4;

    // Of the directives only %TAG changes what a tag means.
    private bool ReadDirective()
    {
        int end = LineEnd(_at);
        string[] words = Encoding.UTF8.GetString(_text[_at..end]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words is ["%TAG", var handle, var prefix, ..])
        {
            // Many tags can begin with it.
            _isBeyond |= prefix.Length > LongestPrefix;
            (_declared ??= [])[handle] = Unescape(prefix[..Math.Min(prefix.Length, LongestPrefix)]);
        }
        _at = end;
        return true;
    }

    private bool ReadDocumentMark()
    {
        if (_flow > 0) return false;
        EndDocument();
        (_handles, _declared) = (_text[_at] == '-' ? _declared : null, null);
        _at += 3;
        return true;
    }

    private bool ReadTag()
    {
        int start = _at, end = _at + 1;
        bool isVerbatim = _text[start..].StartsWith("!<"u8);
        // In a flow a tag ends at what cannot be in it; in the name of a Python object none of these stands either.
        while (!IsBlank(end) && !(isVerbatim ? _text[end] == '>' : _flow > 0 && ",]}"u8.Contains(_text[end]))) end++;
        ReadOnlySpan<byte> text = _text[start..end];
        string tag;
        if (isVerbatim)
        {
            if (IsBlank(end)) return false;
            tag = Unescape(Encoding.UTF8.GetString(text[2..]));
            end++;
        }
        else
        {
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
        string name = Encoding.UTF8.GetString(_text[_at..end]);
        _at = end;
        if (!isAlias)
        {
            _anchor = name;
            if (_propertyAt < 0) _propertyAt = start;
            return true;
        }
        bool mayBeKey = _mayBeKey;
        _mayBeKey = false;
        ReadOnlySpan<byte> text = MayFollow(name, _text[start..end], out bool isQuoted);
        return Emit(text, start, mayBeKey, isOneLine: true, isQuoted);
    }

    // An alias is followed to a single value, and all of them to no more than a few times the text.
    private ReadOnlySpan<byte> MayFollow(string name, ReadOnlySpan<byte> alias, out bool isQuoted)
    {
        isQuoted = false;
        if (_anchored is null || !_anchored.TryGetValue(name, out var anchored)) return alias;
        (byte[] value, isQuoted) = anchored;
        _ofAliases += value.Length;
        if (_ofAliases <= FreeOfAliases || _ofAliases <= (long)MostOfAliases * _text.Length) return value;
        _isBeyond = true;
        return alias;
    }

    private void Remember(ReadOnlySpan<byte> text, bool isQuoted)
    {
        if (_anchor is { } name) (_anchored ??= [])[name] = (text.ToArray(), isQuoted);
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
