namespace SafeLoad.Tensors;

/// <summary>What the bits of a dtype mean.</summary>
internal enum DTypeClass
{
    Float,
    Integer,
    Bool,
    Complex,
    Quantized,
    Bits,
}
