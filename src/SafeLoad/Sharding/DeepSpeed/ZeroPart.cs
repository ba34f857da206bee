namespace SafeLoad.Sharding.DeepSpeed;

/// <summary>Numbers of one dtype, as many as there are bytes for.</summary>
/// <param name="DType">The dtype.</param>
/// <param name="Bytes">The bytes.</param>
internal readonly record struct ZeroPart(DType DType, ByteSource Bytes)
{
    /// <summary>How many numbers.</summary>
    public long Count => Bytes.Length / DType.ItemSize;
}
