namespace SafeLoad.Formats.Tar;

/// <summary>A tensor as the tar of PyTorch before 0.1.10 describes it. Whether it lies in its storage is not checked.</summary>
/// <param name="Number">What the pickle calls it.</param>
/// <param name="Storage">The number of its storage.</param>
/// <param name="DType">The type of its elements.</param>
/// <param name="Shape">The size of each dimension.</param>
/// <param name="Strides">How many elements lie between two neighbours of each dimension.</param>
/// <param name="Offset">Its first element in the storage.</param>
/// <param name="At">Where its description stands.</param>
internal sealed record TarTensor(long Number, long Storage, DType DType, long[] Shape, long[] Strides, long Offset, CheckpointLocation At);
