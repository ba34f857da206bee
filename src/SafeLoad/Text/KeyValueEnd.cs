namespace SafeLoad.Text;

/// <summary>How a text of keys and values ended.</summary>
internal enum KeyValueEnd
{
    /// <summary>It was read to its end.</summary>
    Whole,

    /// <summary>It breaks a rule of its grammar, or ends in the middle: no parser makes anything of it.</summary>
    Broken,

    /// <summary>It is nested deeper than anything is that a parser reads.</summary>
    TooDeep,
}
