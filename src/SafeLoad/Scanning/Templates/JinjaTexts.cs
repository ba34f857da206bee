namespace SafeLoad.Scanning.Templates;

/// <summary>What the variables of a template can be: texts of the template's own, or texts that it puts together.</summary>
internal sealed class JinjaTexts
{
    // Their values are texts too, or have some: keywords, the names of macros, values that are written out.
    private static readonly string[] s_known = ["true", "false", "none", "True", "False", "None", "kwargs", "varargs", "range", "self"];

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal), _risky = new(StringComparer.Ordinal),
        _computed = new(StringComparer.Ordinal);

    /// <summary>How much is known; what is known never gets less.</summary>
    public int Count => _texts.Count + _risky.Count + _computed.Count;

    /// <summary>A variable has a text that is put together.</summary>
    public void Compute(string name) => _computed.Add(name);

    /// <summary>A variable can be a text of the template's own.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="isRisky">Whether such a text can begin a name between underscores.</param>
    public void Take(string name, bool isRisky)
    {
        _texts.Add(name);
        if (isRisky) _risky.Add(name);
    }

    /// <summary>Whether a word is a text of the template's own, or a variable that can be one.</summary>
    public bool IsText(JinjaToken token) => token.Kind == '"'
        || (token.Kind == 'a' && (_texts.Contains(token.Name) || _computed.Contains(token.Name) || s_known.Contains(token.Name)));

    /// <summary>Whether a word is such a text, and can begin a name between underscores.</summary>
    public bool IsRisky(JinjaToken token) =>
        token.IsRisky || (token.Kind == 'a' && (_risky.Contains(token.Name) || _computed.Contains(token.Name)));

    /// <summary>Whether a word is a variable whose text is put together.</summary>
    public bool IsComputed(JinjaToken token) => token.Kind == 'a' && _computed.Contains(token.Name);
}
