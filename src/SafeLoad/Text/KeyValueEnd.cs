namespace SafeLoad.Text;

/// <summary>How a text of keys and values ended.</summary>
internal enum KeyValueEnd
{
    /// <summary>It was read to its end.</summary>
    Whole,

    /// <summary>It breaks a rule of its grammar: no parser makes anything of it.</summary>
    Broken,

    /// <summary>It ends in the middle, and breaks no rule before.</summary>
    Cut,

    /// <summary>It is nested deeper, or has more in its tags and aliases, than what is followed.</summary>
    Beyond,
}
