namespace SafeLoad.Diagnostics;

/// <summary>Things in a message: the first few, and how many more there are: "a, b, c and 7 more".</summary>
internal static class ListText
{
    private const int Usual = 10;

    /// <summary>Of texts that are safe to print.</summary>
    public static string Of(IEnumerable<string> items, int shown = Usual) => Of([.. items], shown, static item => item);

    /// <summary>Of anything; only what is shown is made a text.</summary>
    public static string Of<T>(IReadOnlyCollection<T> items, int shown, Func<T, string> text) =>
        OfFirst(items.Take(shown).Select(text), items.Count);

    /// <summary>Of the first of them, where the others were only counted.</summary>
    /// <param name="first">The first ones, safe to print.</param>
    /// <param name="count">How many there are with the first.</param>
    public static string OfFirst(IEnumerable<string> first, int count)
    {
        string[] shown = [.. first];
        string more = count > shown.Length ? FormattableString.Invariant($" and {count - shown.Length:N0} more") : "";
        return string.Join(", ", shown) + more;
    }
}
