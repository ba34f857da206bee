namespace SafeLoad.Sharding.Dcp;

/// <summary>A block of a tensor in a distributed checkpoint.</summary>
/// <param name="Offsets">Where it begins in the tensor, in elements of each dimension.</param>
/// <param name="Sizes">Its shape.</param>
/// <param name="Slice">Where it lies; null for a block without elements, which nothing has to be read for.</param>
internal sealed record DcpChunk(long[] Offsets, long[] Sizes, DcpSlice? Slice) : Chunk(Offsets, Sizes);
