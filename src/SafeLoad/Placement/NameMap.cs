using SafeLoad.Values;

namespace SafeLoad.Placement;

/// <summary>Tensors under the names that <see cref="NameRules"/> give them.</summary>
internal sealed class NameMap
{
    private readonly ModuleNames _modules;

    private NameMap(
        IReadOnlyList<NamedTensor> tensors, IReadOnlyList<string> collisions, IReadOnlyList<string> unusedRules, string strippedPrefix,
        ModuleNames modules)
    {
        _modules = modules;
        Tensors = tensors;
        Collisions = collisions;
        UnusedRules = unusedRules;
        StrippedPrefix = strippedPrefix;
    }

    /// <summary>The tensors, in the source's order.</summary>
    public IReadOnlyList<NamedTensor> Tensors { get; }

    /// <summary>Names that two tensors would get, with both: <c>fc.weight (module.fc.weight, fc.weight)</c>. Chosen by the file.</summary>
    public IReadOnlyList<string> Collisions { get; }

    /// <summary>Rules that no tensor fits, in words: <c>rename 'enc.*' to 'encoder.*'</c>. Most often such a rule is misspelled.
    /// An automatic prefix, which asks for nothing where there is none, is never among them.</summary>
    public IReadOnlyList<string> UnusedRules { get; }

    /// <summary>The prefix that was taken away; empty if there was none. Where wrappers stood inside of names,
    /// only what stood before all of them.</summary>
    public string StrippedPrefix { get; }

    /// <summary>A state dict's <c>_metadata</c> under the names that its modules have now.
    /// Of modules that were not chosen nothing is left, and of each module's only plain values under text: versions.</summary>
    /// <param name="metadata">What <c>Checkpoint.ModuleMetadata</c> gives.</param>
    public PyDict Rename(PyDict metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return _modules.Rename(metadata);
    }

    /// <summary>Names tensors by rules.</summary>
    /// <param name="tensors">The tensors by their own names.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="targetNames">The names that are wanted, which an automatic prefix is found against; null if there is no target.</param>
    public static NameMap Create(IEnumerable<KeyValuePair<string, TensorInfo>> tensors, NameRules rules,
        IReadOnlyCollection<string>? targetNames = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(rules);
        var use = new RuleUse(rules);
        var chosen = new List<KeyValuePair<string, TensorInfo>>();
        foreach (KeyValuePair<string, TensorInfo> pair in tensors)
        {
            if (IsChosen(pair.Key, rules)) chosen.Add(pair);
        }
        Func<string, string> strip = static name => name;
        string prefix = "";
        if (rules.StripPrefix == NameRules.Automatic)
            (strip, prefix) = AutomaticPrefix.Find([.. chosen.Select(static pair => pair.Key)], targetNames);
        else if (rules.StripPrefix is { Length: > 0 } given)
        {
            prefix = given;
            strip = name =>
            {
                if (name.Length <= given.Length || !name.StartsWith(given, StringComparison.Ordinal)) return name;
                use.Strips();
                return name[given.Length..];
            };
        }
        var named = new List<NamedTensor>(chosen.Count);
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        var collisions = new List<string>();
        foreach (var (source, tensor) in chosen)
        {
            string name = Rename(source);
            if (!byName.TryAdd(name, source)) collisions.Add($"{name} ({byName[name]}, {source})");
            named.Add(new NamedTensor(name, source, tensor));
        }
        List<string> unused = use.Unused(tensors.Select(static pair => pair.Key));
        return new NameMap(named, collisions, unused, prefix, new ModuleNames(named, tensors, Rename, name => IsChosen(name, rules)));

        string Rename(string source)
        {
            string name = strip(source);
            for (int i = 0; i < rules.Renames.Count; i++)
            {
                if (Wildcard.Rename(rules.Renames[i].Key, rules.Renames[i].Value, name) is not { } renamed) continue;
                use.Renames(i);
                name = renamed;
            }
            return rules.AddPrefix + name;
        }
    }

    private static bool IsChosen(string name, NameRules rules) =>
        (rules.Include.Count == 0 || rules.Include.Any(pattern => Wildcard.Fits(pattern, name)))
        && !rules.Exclude.Any(pattern => Wildcard.Fits(pattern, name));
}
