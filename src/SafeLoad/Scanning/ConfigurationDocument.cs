namespace SafeLoad.Scanning;

/// <summary>What is known of a configuration as a whole, which tells the framework that it is of, and the names that only count if it is of
/// theirs.</summary>
/// <param name="names">Judges names.</param>
/// <param name="fileName">What the file is called.</param>
internal sealed class ConfigurationDocument(CodeNames names, string fileName)
{
    private const int Most = 100_000;

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<(CallingRule Rule, string Path, long At)> _waiting = [];
    private readonly List<(string Expression, long At)> _expressions = [];
    private long _fullAt = -1;

    /// <summary>What the file is called.</summary>
    public string FileName => fileName;

    /// <summary>A key stands somewhere in it.</summary>
    public void AddKey(string key) => _keys.Add(key);

    /// <summary>A name that a rule means, if the rest of the document is as the rule says.</summary>
    public void Name(CallingRule rule, string path, long at)
    {
        if (!rule.Means(path)) return;
        if (rule.Around.Length == 0 || rule.IsFile(fileName) || Has(rule.Around)) Report(rule, path, at);
        else if (_waiting.Count < Most) _waiting.Add((rule, path, at));
        else _fullAt = at;
    }

    /// <summary>A value that is an expression of Python, if this is a bundle of MONAI.</summary>
    public void Expression(string text, long at)
    {
        if (_expressions.Count < Most) _expressions.Add((text, at));
        else _fullAt = at;
    }

    /// <summary>The document has ended: all keys are known.</summary>
    public void Finish()
    {
        foreach (var (rule, path, at) in _waiting)
        {
            if (Has(rule.Around)) Report(rule, path, at);
        }
        foreach (var (expression, at) in Has([PythonText.Bundle]) ? _expressions : []) names.Expression(expression, at);
        if (_fullAt >= 0) names.NotScanned("a configuration of more names than any has", _fullAt);
    }

    private bool Has(string[][] groups) => Array.TrueForAll(groups, keys => Array.Exists(keys, _keys.Contains));

    private void Report(CallingRule rule, string path, long at) => names.Called(rule.Key, path, rule.Does, at, rule.IsWord);
}
