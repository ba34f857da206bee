namespace SafeLoad.Formats.Torch7;

/// <summary>What the elements of a Torch 7 storage are, by the names that Torch has for C's types.</summary>
internal enum Torch7Element
{
    Byte,
    Char,
    Short,
    Int,
    Long,
    Half,
    Float,
    Double,
}
