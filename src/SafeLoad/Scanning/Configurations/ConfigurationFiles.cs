using SafeLoad.Scanning.Python;

namespace SafeLoad.Scanning.Configurations;

/// <summary>The files of code that a configuration names under one key, gathered until the key's value has ended.</summary>
internal sealed class ConfigurationFiles
{
    private const int Most = 5;

    private readonly List<string> _files = [];
    private ConfigurationKey? _key;
    private int _depth;
    private long _at;

    /// <summary>A key's value begins.</summary>
    /// <param name="key">The key.</param>
    /// <param name="depth">How many maps and lists are open around it.</param>
    /// <param name="at">Where.</param>
    public void Start(ConfigurationKey key, int depth, long at)
    {
        _files.Clear();
        (_key, _depth, _at) = (key, depth, at);
    }

    /// <summary>It names a file.</summary>
    public void Add(string file)
    {
        if (_key is not null && _files.Count < Most) _files.Add(file);
    }

    /// <summary>The value has ended if its map does, or goes on with another key: then what it names is reported.</summary>
    /// <param name="names">Reports it.</param>
    /// <param name="isBroken">Whether the text ends there in the middle.</param>
    /// <param name="depth">How many maps and lists are open.</param>
    public void End(CodeNames names, bool isBroken, int depth)
    {
        if (_key is null || depth > _depth) return;
        if (_files.Count > 0) names.Files(_key.Name, _files, _key.Does, _at);
        else if (isBroken) names.Custom($"the configuration has {_key.Name} and breaks there: what code it names is not known", _at);
        _key = null;
    }
}
