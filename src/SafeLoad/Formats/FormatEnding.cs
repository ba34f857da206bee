namespace SafeLoad.Formats;

/// <summary>An ending of names, with its dot, and what it says.</summary>
internal sealed record FormatEnding(string Text, EndingUse Uses)
{
    /// <summary>Whether a name ends so, in whatever case.</summary>
    public bool IsOf(string name) => name.EndsWith(Text, StringComparison.OrdinalIgnoreCase);
}
