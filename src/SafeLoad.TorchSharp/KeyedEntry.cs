namespace SafeLoad.TorchSharp;

/// <summary>One of the optimizers or schedulers of a checkpoint.</summary>
internal static class KeyedEntry
{
    private const int MostShown = 8;

    /// <summary>The entry of a key. Without one the only one, or of several the only one that fits.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="keyOf">Where one stands.</param>
    /// <param name="key">The key that was asked for.</param>
    /// <param name="what">What they are, for messages: <c>optimizer</c>.</param>
    /// <param name="whyNot">Why one does not fit; nothing if it does. Changes nothing.</param>
    /// <exception cref="KeyNotFoundException">There is none, or none under the key.</exception>
    /// <exception cref="TrainingStateException">None of several fits, or more than one.</exception>
    public static T Find<T>(IReadOnlyList<T> entries, Func<T, string> keyOf, string? key, string what,
        Func<T, IReadOnlyList<string>> whyNot) where T : class
    {
        if (entries.Count == 0) throw new KeyNotFoundException($"The checkpoint has no {what}.");
        if (key is not null)
            return entries.FirstOrDefault(entry => keyOf(entry) == key)
                ?? throw new KeyNotFoundException($"The checkpoint has no {what} under '{Checkpoint.Escape(key)}'; it has "
                    + $"{string.Join(", ", entries.Take(MostShown).Select(entry => $"'{Checkpoint.Escape(keyOf(entry), 120)}'"))}.");
        if (entries.Count == 1) return entries[0];
        var problems = new List<string>();
        var fitting = new List<T>();
        foreach (T entry in entries)
        {
            IReadOnlyList<string> problem = whyNot(entry);
            if (problem.Count == 0) fitting.Add(entry);
            else problems.Add($"{Quote(entry)} does not fit: {problem[0]}");
        }
        if (fitting.Count == 1) return fitting[0];
        throw new TrainingStateException($"The checkpoint has {entries.Count} {what}s, and {(fitting.Count == 0 ? "none fits this one"
            : $"{fitting.Count} fit this one: say which is meant")}", [.. fitting.Select(entry => $"{Quote(entry)} fits"), .. problems]);

        string Quote(T entry) => $"key: {Fitting.NamePatterns.Quote(keyOf(entry))}";
    }
}
