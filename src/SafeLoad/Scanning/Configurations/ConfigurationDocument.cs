using SafeLoad.Scanning.Python;

namespace SafeLoad.Scanning.Configurations;

/// <summary>What is known of a configuration as a whole, which tells the framework that it is of, and what only counts if it is of
/// theirs.</summary>
/// <param name="names">Judges names.</param>
/// <param name="fileName">What the file is called.</param>
internal sealed class ConfigurationDocument(CodeNames names, string fileName)
{
    private const int Most = 100_000;

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<(string[][] Around, Action Report)> _waiting = [];
    private long _fullAt = -1;

    /// <summary>What the file is called.</summary>
    public string FileName => fileName;

    /// <summary>A key stands somewhere in it.</summary>
    public void AddKey(string key) => _keys.Add(key);

    /// <summary>A name that a rule means, if the rest of the document is as the rule says.</summary>
    public void Name(CallingRule rule, string path, long at)
    {
        if (!rule.Means(path)) return;
        if (rule.Around.Length == 0 || rule.IsFile(fileName)) Report(rule, path, at);
        else When(rule.Around, at, () => Report(rule, path, at));
    }

    /// <summary>Something is reported if of each group of keys one stands somewhere in the document.</summary>
    public void When(string[][] around, long at, Action report)
    {
        if (Has(around)) report();
        else if (_waiting.Count < Most) _waiting.Add((around, report));
        else _fullAt = at;
    }

    /// <summary>The document has ended: all keys are known.</summary>
    public void Finish()
    {
        foreach (var (around, report) in _waiting)
        {
            if (Has(around)) report();
        }
        if (_fullAt >= 0) names.NotScanned("a configuration of more names than any has", _fullAt);
    }

    private bool Has(string[][] groups) => Array.TrueForAll(groups, keys => Array.Exists(keys, _keys.Contains));

    private void Report(CallingRule rule, string path, long at)
    {
        if (rule.IsRun) names.Runs(rule.Key, path, rule.Does, at);
        else if (rule.IsServed) names.Served(rule.Key, path, at);
        else names.Called(rule.Key, path, rule.Does, at, rule.IsWord);
    }
}
