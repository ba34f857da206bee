namespace SafeLoad.TorchSharp.Fitting;

/// <summary>Few wildcards for many names.</summary>
internal static class NamePatterns
{
    private const int MostShown = 8;

    /// <summary>Wildcards that fit all of some names and none of others: for each the outermost module that has none of the others in
    /// it.</summary>
    /// <param name="names">The names.</param>
    /// <param name="others">Those that must not fit.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> names, IEnumerable<string> others)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (string other in others)
        {
            foreach (string module in ModulesOf(other)) taken.Add(module);
        }
        var patterns = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            string? module = ModulesOf(name).FirstOrDefault(module => !taken.Contains(module));
            string pattern = module is null ? name : module + ".*";
            if (known.Add(pattern)) patterns.Add(pattern);
        }
        return patterns;
    }

    /// <summary>As a C# collection: <c>["fc.*", "aux1.*"]</c>; the first ones, if there are many.</summary>
    public static string Shown(IReadOnlyList<string> patterns) =>
        $"[{string.Join(", ", patterns.Take(MostShown).Select(Quote))}{(patterns.Count > MostShown ? ", …" : "")}]";

    /// <summary>A name that a file chose, as a C# string that is safe to print.</summary>
    public static string Quote(string name)
    {
        string escaped = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{Checkpoint.Escape(escaped, 120)}\"";
    }

    // The outermost first.
    private static IEnumerable<string> ModulesOf(string name)
    {
        for (int dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1)) yield return name[..dot];
    }
}
