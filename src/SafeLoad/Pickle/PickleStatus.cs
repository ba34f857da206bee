namespace SafeLoad.Pickle;

/// <summary>How reading one opcode ended.</summary>
internal enum PickleStatus : byte
{
    /// <summary>An opcode was read.</summary>
    Read,
    /// <summary>The bytes end inside the opcode or its argument.</summary>
    Truncated,
    /// <summary>The byte is no opcode.</summary>
    Unknown,
    /// <summary>A length is negative.</summary>
    NegativeLength,
}
