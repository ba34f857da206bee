namespace SafeLoad.TorchSharp;

/// <summary>One of the optimizers or schedulers of a checkpoint.</summary>
internal static class KeyedEntry
{
    /// <summary>The entry of a key; without one the first.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static T Find<T>(IReadOnlyList<T> entries, Func<T, string> keyOf, string? key, string what) where T : class
    {
        if (entries.Count == 0) throw new KeyNotFoundException($"The checkpoint has no {what}.");
        if (key is null) return entries[0];
        return entries.FirstOrDefault(entry => keyOf(entry) == key)
            ?? throw new KeyNotFoundException($"The checkpoint has no {what} under '{Checkpoint.Escape(key)}'; it has "
                + $"{string.Join(", ", entries.Take(8).Select(entry => $"'{Checkpoint.Escape(keyOf(entry), 120)}'"))}.");
    }
}
