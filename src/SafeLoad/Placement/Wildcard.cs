namespace SafeLoad.Placement;

/// <summary>Names against patterns with <c>*</c> and <c>?</c>. Steps grow with pattern times name, never more.</summary>
internal static class Wildcard
{
    /// <summary>Whether a name fits a pattern as a whole.</summary>
    public static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, tried = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, tried) = (p++, n);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n])) (p, n) = (p + 1, n + 1);
            else if (star >= 0) (p, n) = (star + 1, ++tried);
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    /// <summary>A name renamed: what the pattern's one star stands for takes the place of the other's.
    /// Null if the name does not fit.</summary>
    public static string? Rename(string from, string to, string name)
    {
        int star = from.IndexOf('*', StringComparison.Ordinal);
        if (star < 0) return name == from ? to : null;
        ReadOnlySpan<char> head = from.AsSpan(0, star), tail = from.AsSpan(star + 1);
        if (name.Length < head.Length + tail.Length || !name.AsSpan().StartsWith(head, StringComparison.Ordinal)
            || !name.AsSpan().EndsWith(tail, StringComparison.Ordinal)) return null;
        return to.Replace("*", name[head.Length..^tail.Length], StringComparison.Ordinal);
    }
}
