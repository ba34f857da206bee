namespace SafeLoad.Placement;

/// <summary>Finds what wrappers and habits have put into names: <c>module.</c> (DataParallel), <c>_orig_mod.</c> (torch.compile),
/// <c>model.</c>, <c>state_dict.</c>.</summary>
internal static class AutomaticPrefix
{
    // They wrap a module at any depth, and their attribute is no name that a model would give.
    private static readonly string[] s_wrappers = ["_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"];

    private static readonly string[] s_prefixes = ["module.", "model.", "state_dict."];

    /// <summary>How to turn a source's names into the target's, or without one into those of the bare model.</summary>
    public static (Func<string, string> Strip, string Prefix) Find(IReadOnlyList<string> names, IReadOnlyCollection<string>? targets)
    {
        var (strip, prefix) = targets is null || names.Count == 0 ? ForAll(names) : Against(names, targets);
        return (strip, Common(names, strip) ?? prefix);
    }

    // What stood before every name, wrappers included.
    private static string? Common(IReadOnlyList<string> names, Func<string, string> strip)
    {
        string? prefix = null;
        foreach (string name in names)
        {
            string rest = strip(name);
            if (!name.EndsWith(rest, StringComparison.Ordinal)) return null;
            prefix ??= name[..^rest.Length];
            if (prefix.Length + rest.Length != name.Length || !name.StartsWith(prefix, StringComparison.Ordinal)) return null;
        }
        return prefix;
    }

    // A prefix counts where every name has it.
    private static (Func<string, string>, string) ForAll(IReadOnlyList<string> names)
    {
        string prefix = "";
        var bare = names.Select(Unwrap).ToList();
        while (Array.Find(s_prefixes, candidate => bare.Count > 0
            && bare.All(name => name.Length > prefix.Length + candidate.Length
                && name.AsSpan(prefix.Length).StartsWith(candidate, StringComparison.Ordinal))) is { } next) prefix += next;
        string stripped = prefix;
        // Other names than these may be asked for, such as those of modules around the tensors.
        return (name => Unwrap(name) is var own && own.Length > stripped.Length && own.StartsWith(stripped, StringComparison.Ordinal)
            ? own[stripped.Length..] : own, stripped);
    }

    private static (Func<string, string>, string) Against(IReadOnlyList<string> names, IReadOnlyCollection<string> targets)
    {
        var wanted = targets.ToHashSet(StringComparer.Ordinal);
        // The target may be wrapped itself: its names by what they are without wrappers, where that is clear.
        var byBare = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (string target in wanted) byBare[Unwrap(target)] = byBare.ContainsKey(Unwrap(target)) ? null : target;
        var votes = new Dictionary<(string Strip, string Add), int>();
        foreach (string name in names)
        {
            string bare = Unwrap(name);
            foreach (string rest in Suffixes(bare))
            {
                if (byBare.GetValueOrDefault(rest) is not null) Vote((bare[..^rest.Length], ""));
            }
        }
        // The other way about: the target's names end in the source's.
        var sources = names.Select(Unwrap).ToHashSet(StringComparer.Ordinal);
        foreach (string target in byBare.Keys)
        {
            foreach (string rest in Suffixes(target).Skip(1))
            {
                if (sources.Contains(rest)) Vote(("", target[..^rest.Length]));
            }
        }
        if (votes.Count == 0) return (static name => name, "");
        // Most names win; of as many, those that change least.
        var (strip, add) = votes.OrderByDescending(static vote => vote.Value)
            .ThenBy(static vote => vote.Key.Strip.Length + vote.Key.Add.Length).First().Key;
        return (name => Rename(name, strip, add, wanted, byBare), strip);

        void Vote((string, string) way) => votes[way] = votes.GetValueOrDefault(way) + 1;
    }

    private static string Rename(string name, string strip, string add, HashSet<string> wanted, Dictionary<string, string?> byBare)
    {
        if (strip.Length == 0 && add.Length == 0 && wanted.Contains(name)) return name;
        string bare = Unwrap(name);
        if (strip.Length > 0 && !bare.StartsWith(strip, StringComparison.Ordinal))
            return wanted.Contains(name) ? name : byBare.GetValueOrDefault(bare) ?? name;
        string renamed = add + bare[strip.Length..];
        // What most names need does not fit this one: then its own name counts, if the target knows it.
        return byBare.GetValueOrDefault(renamed) ?? byBare.GetValueOrDefault(WithoutModule(renamed))
            ?? (wanted.Contains(name) ? name : byBare.GetValueOrDefault(bare) ?? renamed);
    }

    // DataParallel around a part of a model: its attribute stands inside of names. Only where the target knows the name without it.
    private static string WithoutModule(string name) =>
        name.Contains("module.", StringComparison.Ordinal) ? string.Join('.', name.Split('.').Where(static part => part != "module"))
        : name;

    // The name, and what follows each of its first dots.
    private static IEnumerable<string> Suffixes(string name)
    {
        const int most = 8;
        yield return name;
        for (int dot = name.IndexOf('.', StringComparison.Ordinal), count = 0; dot >= 0 && count < most; dot =
            name.IndexOf('.', dot + 1), count++) yield return name[(dot + 1)..];
    }

    private static string Unwrap(string name)
    {
        if (!Array.Exists(s_wrappers, wrapper => name.Contains(wrapper, StringComparison.Ordinal))) return name;
        return string.Join('.', name.Split('.').Where(static part => !s_wrappers.Contains(part)));
    }
}
