namespace SafeLoad.Scanning.Templates;

/// <summary>The words of one expression or statement of a template, and the signs in them of a text that is put together.</summary>
internal sealed class JinjaWords
{
    // An operand of more words is none that anybody reads.
    private const int MostOfOne = 100;

    // Filters that make a new text of what they get, where that is a text or can be one; that change its letters, where it can begin a
    // name between underscores; that take a part of one.
    private static readonly string[] s_joining = ["join", "replace", "reverse", "format"],
        s_filling = ["center", "truncate", "indent", "wordwrap", "urlize", "pprint"],
        s_changing = ["lower", "upper", "title", "capitalize", "trim", "urlencode", "escape", "e", "forceescape", "striptags"],
        s_taking = ["string", "list", "first", "last", "random", "tojson"];

    // Methods that fill a text up or change its letters, whatever it is a text of: no template needs them for a name.
    private static readonly string[] s_methods = ["center", "ljust", "rjust", "zfill", "casefold", "swapcase", "expandtabs", "format_map",
        "removeprefix", "removesuffix", "decode", "translate", "maketrans"];

    private readonly JinjaTexts _texts;
    private readonly int[] _signs, _closed;

    public JinjaWords(List<JinjaToken> tokens, JinjaTexts texts)
    {
        (Tokens, _texts) = (tokens, texts);
        _signs = new int[tokens.Count + 1];
        _closed = new int[tokens.Count];
        var open = new Stack<int>();
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind is '(' or '[' or '{') open.Push(i);
            else if (tokens[i].Kind is ')' or ']' or '}') _closed[i] = open.TryPop(out int start) ? start : i;
        }
    }

    /// <summary>The words.</summary>
    public List<JinjaToken> Tokens { get; }

    /// <summary>Whether a text's letters are exchanged by their numbers, which is done for nothing else.</summary>
    public bool IsTranslating { get; private set; }

    /// <summary>Looks for signs, by what is known of the variables now.</summary>
    public void Count()
    {
        for (int i = 0; i < Tokens.Count; i++) _signs[i + 1] = _signs[i] + (IsSign(i) ? 1 : 0);
    }

    /// <summary>Whether there is a sign among some of the words.</summary>
    public bool HasSign(int start, int end) => _signs[end] > _signs[start];

    /// <summary>Whether some of the words are texts of the template's own.</summary>
    public bool HasText(int start, int end) => Any(start, end, _texts.IsText);

    /// <summary>Whether some of the words are texts that can begin a name between underscores.</summary>
    public bool HasRisky(int start, int end) => Any(start, end, _texts.IsRisky);

    /// <summary>Whether there is something that underscores can come from.</summary>
    public bool HasSource()
    {
        for (int i = 0; i < Tokens.Count; i++)
        {
            JinjaToken token = Tokens[i], after = i + 1 < Tokens.Count ? Tokens[i + 1] : default;
            if (token.Kind == '"' && (token.Text is ['_', ..] or [.., '_'] || token.Text.Contains("__", StringComparison.Ordinal)
                || token.Text.AsSpan().IndexOfAny("\\{") >= 0 || token.Text.Contains("%c", StringComparison.Ordinal)
                || (token.Text.Contains('_', StringComparison.Ordinal) && after.Kind is '[' or '|'))) return true;
            if (token.Kind == 'a' && (token.Name is ['_', ..] or [.., '_'] or "decode"
                || token.Name.Contains("__", StringComparison.Ordinal))) return true;
        }
        return false;
    }

    /// <summary>Whether a value is the result of a call of one of some functions.</summary>
    public bool IsCallOf(int end, string[] functions) => Tokens[end].Kind == ')' && _closed[end] > 0
        && functions.Contains(Tokens[_closed[end] - 1].Name) && (_closed[end] < 2 || Tokens[_closed[end] - 2].Kind != '.');

    /// <summary>Whether some words are texts that are joined and nothing else, of which the first begins no name between underscores, or
    /// the last ends none: <c>'ansible_' + x</c>, <c>'__' + x + '_y'</c>.</summary>
    public bool IsPlainSum(int start, int end)
    {
        if (end - start is < 3 or > MostOfOne || Tokens[start].Kind != '"' || Tokens[start + 1].Kind is not ('~' or '+')) return false;
        for (int i = start, depth = 0; i < end; i++)
        {
            JinjaToken token = Tokens[i];
            if (token.Kind is '(' or '[' or '{') depth++;
            else if (token.Kind is ')' or ']' or '}') depth--;
            else if (depth == 0 && !(token.Kind is '~' or '+' or '.' or '|' or '"' or '0' || (token.Kind == 'a' && token.EndsValue)))
                return false;
        }
        string first = Tokens[start].Text, last = Tokens[end - 1].Text;
        return !Tokens[start].IsRisky || (first.StartsWith("__", StringComparison.Ordinal) && Tokens[end - 1].Kind == '"'
            && Tokens[end - 2].Kind is '~' or '+' && last.Length > 0 && char.IsAsciiLetterOrDigit(last[^1]) && !last.Contains('\\'));
    }

    // What stands in an index of something else is not what it gives. The keys of dict(a=1) are texts.
    private bool Any(int start, int end, Func<JinjaToken, bool> isSo)
    {
        if (end - start > MostOfOne) return true;
        int index = 0;
        for (int i = start; i < end; i++)
        {
            // What a method or a filter is given is not what it gives.
            if (Tokens[i].Kind == '(' && i > start + 1 && Tokens[i - 1].Kind == 'a' && Tokens[i - 2].Kind is '.' or '|'
                && Tokens[i - 1].Name is not ("default" or "d"))
            {
                int close = i;
                while (close < end && !(_closed[close] == i && close > i)) close++;
                i = close;
                continue;
            }
            if (Tokens[i].Kind == '[' && (index > 0 || (i > start && Tokens[i - 1].EndsValue && Tokens[i - 1].Kind != '"'))) index++;
            else if (Tokens[i].Kind == ']' && index > 0) index--;
            else if (index == 0 && (isSo(Tokens[i]) || IsDict(i))) return true;
        }
        return false;
    }

    private bool IsDict(int at) => Tokens[at].Name == "dict" && at + 1 < Tokens.Count && Tokens[at + 1].Kind == '(';

    private bool IsSign(int at)
    {
        JinjaToken token = Tokens[at], before = at > 0 ? Tokens[at - 1] : default, after = at + 1 < Tokens.Count ? Tokens[at + 1] : default;
        switch (token.Kind)
        {
            case '~' or '+': return at > 0 && BeginsRisky(at);
            case '*': return _texts.IsText(before) || _texts.IsText(after);
            case '%': return _texts.IsRisky(before);
            case '|' when after.Kind == 'a' && at > 0: return IsChanging(at, before, after.Name);
            // A method of a text; a part of one.
            case '.' when after.Kind == 'a': return IsMethod(at, before, after.Name);
            case '[': return before.Kind == '"' || (_texts.IsText(before) && HasColon(at));
            case '"' when before.Kind == '(' && s_methods.Contains(token.Text): return true;
            default: return _texts.IsComputed(token);
        }
    }

    private bool IsChanging(int at, JinjaToken before, string filter)
    {
        if (s_taking.Contains(filter)) return _texts.IsText(before);
        int start = Operand(at - 1);
        if (filter == "format" || s_changing.Contains(filter) || (filter == "join" && BeginsPlain(start))) return BeginsRisky(start, at);
        if (!s_joining.Contains(filter) && !s_filling.Contains(filter)) return false;
        return HasText(start, at) || (filter == "replace" && PutsBeginnings(at + 2));
    }

    private bool IsMethod(int at, JinjaToken before, string method)
    {
        bool isCall = at + 2 < Tokens.Count && Tokens[at + 2].Kind == '(', isNumbers = at + 3 < Tokens.Count && Tokens[at + 3].Kind == '{';
        IsTranslating |= method is "maketrans" || (method == "translate" && isCall && (isNumbers || _texts.IsText(before)));
        if (s_methods.Contains(method)) return true;
        if (!isCall) return false;
        return method == "format" ? at > 0 && BeginsRisky(Operand(at - 1), at) : _texts.IsText(before)
            || (method is "join" or "replace" && PutsBeginnings(at + 2));
    }

    // replace('x', '_in'): an underscore and more in the place of something.
    private bool PutsBeginnings(int bracket)
    {
        for (int i = bracket + 1; i < Math.Min(Tokens.Count, bracket + MostOfOne) && Tokens[i].Kind is '"' or 'a' or ',' or '[' or '('; i++)
        {
            if (Tokens[i].Kind == '"' ? Tokens[i].Text is ['_', _, ..] : _texts.IsRisky(Tokens[i])) return true;
        }
        return false;
    }

    // Whether the first of the texts that are put together here can begin a name between underscores.
    private bool BeginsRisky(int at)
    {
        int start = Operand(at - 1);
        return start > 0 && Tokens[start - 1].Kind is '~' or '+' ? _signs[start] > _signs[start - 1] : BeginsRisky(start, at);
    }

    // What is put together in brackets begins as its own first text does.
    private bool BeginsRisky(int start, int end)
    {
        bool isSum = Tokens[start].Kind == '(' && _closed[Tokens[end - 1].Kind == ')' ? end - 1 : start] == start
            && start + 2 < end && Tokens.Skip(start).Take(Math.Min(end - start, MostOfOne)).Any(static token => token.Kind is '~' or '+');
        return isSum ? HasSign(start + 1, end - 1) : HasRisky(start, end);
    }

    // ['ansible', name]: what is joined begins so.
    private bool BeginsPlain(int start) =>
        Tokens[start].Kind is '[' or '(' && start + 1 < Tokens.Count && Tokens[start + 1] is { Kind: '"', IsRisky: false };

    // Where the operand begins that ends at a word: a name, its attributes, indices, arguments and filters.
    private int Operand(int end)
    {
        int at = end;
        for (int step = 0; step < MostOfOne; step++)
        {
            if (Tokens[at].Kind is ')' or ']' or '}')
            {
                at = _closed[at];
                if (at == 0 || !Tokens[at - 1].EndsValue) return at;
                at--;
            }
            else if (at > 1 && Tokens[at - 1].Kind is '.' or '|') at -= 2;
            else return at;
        }
        return at;
    }

    private bool HasColon(int bracket)
    {
        for (int at = bracket + 1; at < Tokens.Count && at < bracket + 4; at++)
        {
            if (Tokens[at].Kind == ':') return true;
        }
        return false;
    }
}
