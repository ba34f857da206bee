namespace SafeLoad.Writing;

/// <summary>Names for JSON: Python's texts can hold halves of surrogate pairs, JSON's cannot.</summary>
internal static class UnicodeNames
{
    /// <summary>Whether a name is text without halves of pairs.</summary>
    public static bool IsUnicode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i])) return false;
        }
        return true;
    }
}
