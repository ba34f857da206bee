namespace SafeLoad.Scanning.Python;

/// <summary>What a text does if Python reads it.</summary>
internal struct PythonFacts
{
    // CPython's own: Parser/tokenizer.h, MAXLEVEL.
    private const int MostDepth = 200;

    private bool _mayAssign, _isFrom, _isOfLambda;

    /// <summary>Whether it can be one expression: no two values stand beside each other, and all brackets are closed.</summary>
    public bool IsExpression { get; private set; }

    /// <summary>Whether it calls anything.</summary>
    public bool Calls { get; private set; }

    /// <summary>Whether it calls anything but what makes containers.</summary>
    public bool CallsMore { get; private set; }

    /// <summary>Whether it names what every text of Python can call, and what runs, opens or shows something.</summary>
    public bool IsReaching { get; private set; }

    /// <summary>Whether it imports something.</summary>
    public bool Imports { get; private set; }

    /// <summary>Whether it is a statement: it begins with a word that only those begin with, or assigns.</summary>
    public bool IsStatement { get; private set; }

    /// <summary>Whether it has a name of the interpreter's own.</summary>
    public bool HasHidden { get; private set; }

    /// <summary>Whether it has one of those by which any expression leaves what it was given.</summary>
    public bool Leaves { get; private set; }

    /// <summary>Whether it has a text in which expressions are evaluated.</summary>
    public bool HasTexts { get; private set; }

    /// <summary>Whether a line begins with what decorates, which is called.</summary>
    public bool Decorates { get; private set; }

    /// <summary>Reads a text.</summary>
    public static PythonFacts Of(ReadOnlySpan<byte> text)
    {
        var facts = new PythonFacts { IsExpression = true };
        var words = new PythonWords(text);
        PythonWord last = new('\n', default), before = last;
        int depth = 0;
        while (words.Read(out PythonWord word))
        {
            // In brackets a line goes on.
            if (word.Kind == '\n' && depth > 0) continue;
            facts.Take(before, last, word, ref depth);
            before = last;
            last = word;
        }
        facts.IsExpression &= depth == 0;
        return facts;
    }

    private void Take(PythonWord before, PythonWord last, PythonWord word, ref int depth)
    {
        // Two texts beside each other are one.
        if (last.EndsValue && word.BeginsValue && !(last.Kind is '"' or 'f' && word.Kind is '"' or 'f'))
            IsExpression = false;
        // A function is called, or handed to another one; what has more behind a dot is somebody's own.
        IsReaching |= last.Kind == 'a' && before.Kind != '.'
            && (PythonNames.IsFunction(last.Name) || PythonNames.IsDisguised(last.Name) ? word.Kind is '(' or ')' or ',' or ']' or '}'
                : word.Kind == '.' && PythonNames.IsModule(last.Name));
        Leaves |= last.Kind == 'a' && (word.Kind is '(' or '[' or '.') && PythonNames.IsDisguised(last.Name);
        switch (word.Kind)
        {
            case '(' or '[' or '{':
                depth++;
                if (word.Kind == '(') TakeCall(before, last);
                IsExpression &= depth <= MostDepth;
                break;
            case ')' or ']' or '}':
                IsExpression &= depth-- > 0;
                break;
            case '>' when last.Kind == '-': IsExpression = false; break;
            case '@' when last.Kind is '\n' or ';': (Decorates, IsReaching) = (true, true); break;
            case '@': IsReaching |= !last.EndsValue; break;
            case '$' or '?' or '`' or '\\' or ';': IsExpression = false; break;
            case 'f': HasTexts = true; break;
            case 'a': TakeName(last, word); break;
        }
        // An assignment is no expression; a comparison is one, and what a lambda's argument is without being given.
        IsExpression &= !_mayAssign || word.Kind == '=';
        IsStatement |= _mayAssign && word.Kind != '=';
        _isOfLambda = word.Kind == 'a' ? _isOfLambda || word.Name.SequenceEqual("lambda"u8) : _isOfLambda && word.Kind != ':';
        _mayAssign = word.Kind == '=' && depth == 0 && !_mayAssign && !_isOfLambda && last.Kind is not ('!' or '<' or '>' or ':');
    }

    private void TakeCall(PythonWord before, PythonWord last)
    {
        if (!last.EndsValue) return;
        Calls = true;
        CallsMore |= last.Kind != 'a' || before.Kind == '.' || !PythonNames.IsContainer(last.Name);
    }

    private void TakeName(PythonWord last, PythonWord word)
    {
        HasHidden |= word.IsHidden;
        Leaves |= word.IsHidden && PythonNames.IsWay(word.Name);
        IsReaching |= word.IsHidden;
        IsStatement |= last.Kind is '\n' or ';' && PythonNames.IsStatement(word.Name);
        bool begins = last.Kind is '\n' or ';' or ':';
        _isFrom = begins ? word.Name.SequenceEqual("from"u8) : _isFrom;
        Imports |= (begins || _isFrom) && word.Name.SequenceEqual("import"u8);
    }
}
