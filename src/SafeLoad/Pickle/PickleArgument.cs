namespace SafeLoad.Pickle;

/// <summary>The form of an opcode's argument.</summary>
internal enum PickleArgument : byte
{
    /// <summary>The byte is no opcode.</summary>
    Unknown,
    None,
    UInt1,
    UInt2,
    Int4,
    UInt4,
    UInt8,
    /// <summary>8 bytes, big-endian.</summary>
    Float8,
    /// <summary>Text up to a newline.</summary>
    Line,
    /// <summary>Two texts, each up to a newline.</summary>
    TwoLines,
    /// <summary>A length of one byte, and as many bytes.</summary>
    Bytes1,
    Bytes4,
    /// <summary>As <see cref="Bytes4"/>, but the length is signed and must not be negative.</summary>
    SignedBytes4,
    Bytes8,
}
