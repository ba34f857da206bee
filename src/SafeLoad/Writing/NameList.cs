namespace SafeLoad.Writing;

/// <summary>Names in a message: the first few, and how many more there are.</summary>
internal static class NameList
{
    private const int Shown = 10;

    public static string Of(IEnumerable<string> names)
    {
        List<string> all = [.. names];
        return string.Join(", ", all.Take(Shown)) + (all.Count > Shown ? FormattableString.Invariant($" and {all.Count - Shown} more") : "");
    }
}
