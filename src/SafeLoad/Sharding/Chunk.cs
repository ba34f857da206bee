namespace SafeLoad.Sharding;

/// <summary>A block of a tensor, as many processes saved one each.</summary>
/// <param name="Offsets">Where it begins in the tensor, in elements of each dimension.</param>
/// <param name="Sizes">Its shape.</param>
internal record Chunk(long[] Offsets, long[] Sizes);
