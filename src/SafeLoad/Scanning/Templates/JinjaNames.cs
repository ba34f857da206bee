namespace SafeLoad.Scanning.Templates;

/// <summary>
/// Whether a template looks attributes up by names that it puts together of texts. Honest templates index with names, numbers, plain
/// texts and what they put together of a plain beginning (<c>'tool_' + name</c>); a name that can begin with underscores, or is joined,
/// reversed or filled up of a text of the template's own, is one that nobody should read.
/// </summary>
/// <remarks>jinja2/nativetypes and environment.py, <c>getattr</c> and <c>getitem</c>: <c>x[name]</c> falls back to the attribute.</remarks>
internal sealed class JinjaNames
{
    // No macro that anybody wrote has nearly as many parameters.
    private const int MostPasses = 8, MostParameters = 100;

    // Filters that take the name of an attribute first, or as attribute=.
    private static readonly string[] s_attributes =
        ["attr", "map", "select", "reject", "selectattr", "rejectattr", "groupby", "sort", "sum", "unique", "min", "max"];

    // Jinja's own functions, which lead to its modules: a template calls them at once.
    private static readonly string[] s_functions = ["cycler", "joiner", "lipsum"];

    private readonly List<JinjaWords> _statements = [], _expressions = [];
    private readonly JinjaTexts _texts = new();
    private readonly Dictionary<string, List<string>> _macros = new(StringComparer.Ordinal);
    private bool _isFound, _isSure;

    private JinjaNames(List<JinjaBlock> blocks)
    {
        foreach (JinjaBlock block in blocks)
            (block.IsStatement ? _statements : _expressions).Add(new JinjaWords(JinjaToken.Read(block.Text), _texts));
    }

    /// <summary>Whether some name of an attribute is put together.</summary>
    public static bool AreComputed(List<JinjaBlock> blocks) => blocks.Count > 0 && new JinjaNames(blocks).Run();

    private bool Run()
    {
        // Underscores come from somewhere: without any no name of the interpreter's own is put together. What leads there otherwise counts.
        bool hasSource = _statements.Concat(_expressions).Any(static words => words.HasSource());
        int known = -1;
        // What is computed of what is computed: where that does not come to an end, it is.
        for (int pass = 0; known < _texts.Count; pass++)
        {
            if (pass == MostPasses) return hasSource;
            known = _texts.Count;
            foreach (JinjaWords words in _statements) TakeStatement(words);
            foreach (JinjaWords words in _expressions) Look(words);
            if (_isSure || (_isFound && hasSource)) return true;
        }
        return false;
    }

    private void TakeStatement(JinjaWords words)
    {
        List<JinjaToken> tokens = words.Tokens;
        int first = tokens.FindIndex(static token => token.Kind == 'a');
        if (first < 0) return;
        Look(words);
        string word = tokens[first].Name;
        int mark = word switch
        {
            "set" or "with" => tokens.FindIndex(static token => token.Kind == '='),
            "for" => tokens.FindIndex(first, static token => token.Name == "in"),
            _ => -1,
        };
        if (word is "macro" or "call") TakeMacro(words, first + 1);
        if (word is not ("set" or "for" or "with")) return;
        int from = mark < 0 ? tokens.Count : mark;
        foreach (JinjaToken target in tokens[(first + 1)..(word == "with" ? tokens.Count : from)].Where(static token => token.Kind == 'a'))
        {
            // The text of a whole block.
            if (mark < 0 || words.HasSign(mark, tokens.Count)) _texts.Compute(target.Name);
            else Take(target.Name, words, mark, tokens.Count);
        }
    }

    // What its parameters can be: the texts in its own head, and what calls of it are given.
    private void TakeMacro(JinjaWords words, int at)
    {
        List<string> parameters =
            [.. words.Tokens.Skip(at + 1).Where(static token => token.Kind == 'a').Select(static token => token.Name)
                .Take(MostParameters + 1)];
        _isSure |= parameters.Count > MostParameters;
        foreach (string parameter in parameters) Take(parameter, words, at, words.Tokens.Count);
        if (at >= words.Tokens.Count || words.Tokens[at].Kind != 'a') return;
        string name = words.Tokens[at].Name;
        _macros[name] = parameters;
        // A macro's name can be asked for.
        if (name[0] == '_') _texts.Take(name, isRisky: true);
    }

    // Walks through the brackets.
    private void Look(JinjaWords words)
    {
        List<JinjaToken> tokens = words.Tokens;
        words.Count();
        _isSure |= words.IsTranslating;
        var open = new Stack<Bracket>();
        for (int i = 0; i < tokens.Count; i++)
        {
            switch (tokens[i].Kind)
            {
                case '[' or '(' or '{': open.Push(new Bracket(i, i + 1, 0, false)); break;
                case ':' when open.TryPop(out var around): open.Push(around with { IsSlice = true }); break;
                case ',' when open.TryPop(out var around):
                    TakeArgument(words, around.At, around.Argument, i, around.Place);
                    open.Push(around with { Argument = i + 1, Place = around.Place + 1 });
                    break;
                case ']' or ')' or '}' when open.TryPop(out var around):
                    TakeArgument(words, around.At, around.Argument, i, around.Place);
                    bool isIndex = tokens[i].Kind == ']' && !around.IsSlice && around.At > 0 && tokens[around.At - 1].EndsValue;
                    _isFound |= isIndex && words.HasSign(around.At + 1, i) && !words.IsPlainSum(around.At + 1, i);
                    // cycler(1)[name]: the name can be handed in.
                    _isSure |= isIndex && words.IsCallOf(around.At - 1, s_functions);
                    break;
                case 'a' when s_functions.Contains(tokens[i].Name):
                    _isSure |= (i == 0 || tokens[i - 1].Kind != '.') && (i + 1 == tokens.Count || tokens[i + 1].Kind is not ('(' or '='));
                    break;
            }
        }
    }

    // One of the values in brackets: an argument, if the brackets are those of a call.
    private void TakeArgument(JinjaWords words, int bracket, int start, int end, int place)
    {
        List<JinjaToken> tokens = words.Tokens;
        if (tokens[bracket].Kind != '(' || end <= start || bracket == 0) return;
        JinjaToken called = tokens[bracket - 1];
        bool isNamed = tokens[start].Kind == 'a' && start + 1 < end && tokens[start + 1].Kind == '=', hasSign = words.HasSign(start, end);
        if (bracket > 1 && tokens[bracket - 2].Kind == '|' && s_attributes.Contains(called.Name))
        {
            // Arguments that are unpacked can be any, and the filter attr takes any name.
            _isSure |= tokens[start].Kind == '*' || tokens[start].Text == "attr";
            _isFound |= (hasSign && (isNamed ? tokens[start].Name == "attribute" : start == bracket + 1));
        }
        else if (isNamed && called.Kind == 'a')
        {
            if (hasSign) _texts.Compute(tokens[start].Name);
            else if (_macros.ContainsKey(called.Name)) Take(tokens[start].Name, words, start + 2, end);
        }
        if (called.Kind != 'a' || _macros.GetValueOrDefault(called.Name) is not { } parameters) return;
        // Each argument is for the parameter in its place; what is unpacked can be for any.
        foreach (string parameter in tokens[start].Kind == '*' ? parameters : parameters.Skip(place).Take(1))
        {
            if (hasSign) _texts.Compute(parameter);
            else Take(parameter, words, start, end);
        }
    }

    private void Take(string name, JinjaWords words, int start, int end)
    {
        if (words.HasText(start, end)) _texts.Take(name, words.HasRisky(start, end));
    }

    // Where it opens, where the argument begins that is read now, which one that is, and whether there was a colon.
    private readonly record struct Bracket(int At, int Argument, int Place, bool IsSlice);
}
