namespace SafeLoad.Placement;

/// <summary>Which of the rules for names have done anything.</summary>
internal sealed class RuleUse(NameRules rules)
{
    private readonly bool[] _renames = new bool[rules.Renames.Count];
    private bool _strips;

    /// <summary>A prefix was taken away.</summary>
    public void Strips() => _strips = true;

    /// <summary>A rename had something to rename.</summary>
    public void Renames(int index) => _renames[index] = true;

    /// <summary>The rules that nothing fits, in words.</summary>
    /// <param name="names">The names of all tensors.</param>
    public List<string> Unused(IEnumerable<string> names)
    {
        var unused = new List<string>();
        unused.AddRange(rules.Include.Where(NothingFits).Select(static pattern => $"include '{pattern}'"));
        unused.AddRange(rules.Exclude.Where(NothingFits).Select(static pattern => $"exclude '{pattern}'"));
        if (rules.StripPrefix is { Length: > 0 } prefix && prefix != NameRules.Automatic && !_strips)
            unused.Add($"strip prefix '{prefix}'");
        for (int i = 0; i < _renames.Length; i++)
        {
            if (!_renames[i]) unused.Add($"rename '{rules.Renames[i].Key}' to '{rules.Renames[i].Value}'");
        }
        return unused;

        bool NothingFits(string pattern) => !names.Any(name => Wildcard.Fits(pattern, name));
    }
}
