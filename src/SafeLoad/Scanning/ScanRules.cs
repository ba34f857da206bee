namespace SafeLoad.Scanning;

/// <summary>All rules: one for each <see cref="DiagnosticId"/>, by number. Reports, <c>safeload rules</c> and docs/diagnostics.md are made from them.</summary>
public static partial class ScanRules
{
    // Methods, not fields: the order in which the fields of several files are set is nobody's promise.
    private static readonly ScanRule[] s_all = [.. Pickle(), .. Containers(), .. Tensors(), .. Globals(), .. Archives(), .. Limits(), .. Coverage()];

    private static readonly Dictionary<int, int> s_indexes = Indexes();

    /// <summary>The rules, in the order of their numbers.</summary>
    public static IReadOnlyList<ScanRule> All => s_all;

    /// <summary>The rule of a number.</summary>
    /// <param name="id">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public static ScanRule Of(DiagnosticId id) => s_all[IndexOf(id)];

    /// <summary>Where in <see cref="All"/> a rule stands.</summary>
    /// <param name="id">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public static int IndexOf(DiagnosticId id) => s_indexes.TryGetValue((int)id, out int index) ? index : throw new ArgumentOutOfRangeException(nameof(id));

    /// <summary>The rule that a person means: by number (<c>SL2001</c>, <c>2001</c>) or name, in any case.</summary>
    /// <param name="text">What the person wrote.</param>
    /// <returns>The rule; null if there is none.</returns>
    public static ScanRule? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Array.Find(s_all, rule => text.Equals(rule.Number, StringComparison.OrdinalIgnoreCase) || text.Equals(rule.Number[2..], StringComparison.Ordinal)
            || text.Equals(rule.Name, StringComparison.OrdinalIgnoreCase));
    }

    private static Dictionary<int, int> Indexes()
    {
        var indexes = new Dictionary<int, int>();
        for (int i = 0; i < s_all.Length; i++) indexes.Add((int)s_all[i].Id, i);
        return indexes;
    }
}
