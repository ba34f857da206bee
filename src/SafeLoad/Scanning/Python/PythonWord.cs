namespace SafeLoad.Scanning.Python;

/// <summary>A word of Python.</summary>
/// <param name="kind"><c>a</c> for a name or keyword, <c>0</c> for a number, <c>"</c> for a text, <c>f</c> for a text
/// with expressions in it, <c>\n</c> for an end of a line; else the character that it is.</param>
/// <param name="name">The name, or what stands between the quotes of a text; empty for all others.</param>
internal readonly ref struct PythonWord(char kind, ReadOnlySpan<byte> name)
{
    /// <summary>What it is.</summary>
    public char Kind { get; } = kind;

    /// <summary>The name, or what stands between the quotes of a text.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>Whether something that has a value can end with it.</summary>
    public bool EndsValue => Kind is '"' or 'f' or '0' or ')' or ']' or '}' || (Kind == 'a' && !IsOperator);

    /// <summary>Whether something that has a value begins with it.</summary>
    public bool BeginsValue => Kind is '"' or 'f' or '0' or '{' || (Kind == 'a' && !IsOperator);

    /// <summary>Whether it stands between double underscores, which are the interpreter's own.</summary>
    public bool IsHidden => Kind == 'a' && Name.Length > 4 && Name.StartsWith("__"u8) && Name.EndsWith("__"u8);

    private bool IsOperator => Name is [>= (byte)'a' and <= (byte)'y', ..] && Name.Length <= 6 && PythonNames.IsOperator(Name);
}
