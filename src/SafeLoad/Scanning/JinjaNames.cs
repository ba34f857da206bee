namespace SafeLoad.Scanning;

/// <summary>
/// Whether a template looks attributes up by names that it puts together of texts. Honest templates index with names, numbers and plain
/// texts; a name that is joined, replaced, reversed or formatted is one that nobody should read.
/// </summary>
/// <remarks>jinja2/nativetypes and environment.py, <c>getattr</c> and <c>getitem</c>: <c>x[name]</c> falls back to the attribute.</remarks>
internal sealed class JinjaNames
{
    private const int MostPasses = 8;

    // Filters that take the name of an attribute first, or as attribute=.
    private static readonly string[] s_attributes =
        ["attr", "map", "selectattr", "rejectattr", "groupby", "sort", "sum", "unique", "min", "max"];

    // Filters that make a new text of what they get; the second ones only where that is a text, or can be one, the last ones only where
    // it is one.
    private static readonly string[] s_joining = ["join", "replace", "reverse", "format"],
        s_changing = ["lower", "upper", "title", "capitalize", "trim", "center", "truncate", "indent", "wordwrap", "urlencode", "escape",
            "e", "forceescape", "striptags", "urlize"],
        s_taking = ["string", "list", "first", "last", "random", "tojson"];

    private readonly List<List<JinjaToken>> _statements = [], _expressions = [];
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal), _computed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _macros = new(StringComparer.Ordinal);
    private bool _isFound;

    private JinjaNames(List<JinjaBlock> blocks)
    {
        foreach (JinjaBlock block in blocks) (block.IsStatement ? _statements : _expressions).Add(JinjaToken.Read(block.Text));
    }

    /// <summary>Whether some name of an attribute is put together.</summary>
    public static bool AreComputed(List<JinjaBlock> blocks) => blocks.Count > 0 && new JinjaNames(blocks).Run();

    private bool Run()
    {
        int known = -1;
        // What is computed of what is computed: where that does not come to an end, it is.
        for (int pass = 0; known < _texts.Count + _computed.Count; pass++)
        {
            if (pass == MostPasses) return true;
            known = _texts.Count + _computed.Count;
            foreach (List<JinjaToken> tokens in _statements) TakeStatement(tokens);
            foreach (List<JinjaToken> tokens in _expressions) Look(tokens);
            if (_isFound) return true;
        }
        return false;
    }

    private void TakeStatement(List<JinjaToken> tokens)
    {
        int first = tokens.FindIndex(static token => token.Kind == 'a');
        if (first < 0) return;
        int[] sums = Look(tokens);
        string word = tokens[first].Name;
        int mark = word switch
        {
            "set" => tokens.FindIndex(static token => token.Kind == '='),
            "for" => tokens.FindIndex(first, static token => token.Name == "in"),
            _ => -1,
        };
        if (word == "macro") TakeMacro(tokens, first + 1);
        else if (word is "set" or "for")
        {
            List<JinjaToken> targets = tokens[(first + 1)..(mark < 0 ? tokens.Count : mark)];
            bool hasText = mark >= 0 && tokens.Skip(mark).Any(IsText);
            foreach (JinjaToken target in targets.Where(static token => token.Kind == 'a'))
            {
                // The text of a whole block.
                if (mark < 0 || sums[^1] > sums[mark]) _computed.Add(target.Name);
                else if (hasText) _texts.Add(target.Name);
            }
        }
    }

    private void TakeMacro(List<JinjaToken> tokens, int at)
    {
        if (at >= tokens.Count || tokens[at].Kind != 'a') return;
        _macros[tokens[at].Name] = [.. tokens.Skip(at + 1).Where(static token => token.Kind == 'a').Select(static token => token.Name)];
    }

    // Walks through the brackets. How many signs of a computed text stand before each word, and behind the last.
    private int[] Look(List<JinjaToken> tokens)
    {
        int[] sums = new int[tokens.Count + 1];
        for (int i = 0; i < tokens.Count; i++) sums[i + 1] = sums[i] + (IsSign(tokens, i) ? 1 : 0);
        var open = new Stack<(int At, int Argument, bool IsSlice)>();
        for (int i = 0; i < tokens.Count; i++)
        {
            switch (tokens[i].Kind)
            {
                case '[' or '(' or '{': open.Push((i, i + 1, false)); break;
                case ':' when open.TryPop(out var around): open.Push(around with { IsSlice = true }); break;
                case ',' when open.TryPop(out var around):
                    TakeArgument(tokens, around.At, around.Argument, i, sums);
                    open.Push(around with { Argument = i + 1 });
                    break;
                case ']' or ')' or '}' when open.TryPop(out var around):
                    TakeArgument(tokens, around.At, around.Argument, i, sums);
                    _isFound |= tokens[i].Kind == ']' && !around.IsSlice && IsIndex(tokens, around.At) && sums[i] > sums[around.At + 1];
                    break;
            }
        }
        return sums;
    }

    // One of the values in brackets: an argument, if the brackets are those of a call.
    private void TakeArgument(List<JinjaToken> tokens, int bracket, int start, int end, int[] sums)
    {
        if (tokens[bracket].Kind != '(' || end <= start || sums[end] == sums[start] || bracket == 0) return;
        bool isNamed = tokens[start].Kind == 'a' && start + 1 < end && tokens[start + 1].Kind == '=';
        JinjaToken called = tokens[bracket - 1];
        bool isFilter = bracket > 1 && tokens[bracket - 2].Kind == '|';
        if (isFilter && s_attributes.Contains(called.Name))
            _isFound |= isNamed ? tokens[start].Name == "attribute" : start == bracket + 1;
        else if (isNamed && called.Kind == 'a') _computed.Add(tokens[start].Name);
        if (_macros.Remove(called.Name, out List<string>? parameters)) _computed.UnionWith(parameters);
    }

    // A bracket behind a value is an index; others begin a list.
    private static bool IsIndex(List<JinjaToken> tokens, int bracket) => bracket > 0 && tokens[bracket - 1].Kind is 'a' or '"' or ')' or ']'
        or '}' && tokens[bracket - 1].Name is not ("in" or "and" or "or" or "not" or "if" or "else" or "is" or "set" or "for");

    private bool IsSign(List<JinjaToken> tokens, int at)
    {
        JinjaToken token = tokens[at], before = at > 0 ? tokens[at - 1] : default, after = at + 1 < tokens.Count ? tokens[at + 1] : default;
        switch (token.Kind)
        {
            case '~': return true;
            case '+' or '*' or '%': return IsText(before) || IsText(after);
            case '|' when after.Kind == 'a':
                return s_joining.Contains(after.Name)
                    || (s_changing.Contains(after.Name) && (IsText(before) || before.Kind is ')' or ']' or '}'))
                    || (s_taking.Contains(after.Name) && IsText(before));
            // A method of a text; a part of one.
            case '.': return IsText(before) && at + 2 < tokens.Count && tokens[at + 2].Kind == '(';
            case '[': return before.Kind == '"' || (IsText(before) && HasColon(tokens, at));
            default: return token.Kind == 'a' && _computed.Contains(token.Name);
        }
    }

    private static bool HasColon(List<JinjaToken> tokens, int bracket)
    {
        for (int at = bracket + 1; at < tokens.Count && at < bracket + 4; at++)
        {
            if (tokens[at].Kind == ':') return true;
        }
        return false;
    }

    private bool IsText(JinjaToken token) =>
        token.Kind == '"' || (token.Kind == 'a' && (_texts.Contains(token.Name) || _computed.Contains(token.Name)));
}
