namespace SafeLoad.Formats.Tar;

/// <summary>A storage as the tar of PyTorch before 0.1.10 describes it.</summary>
/// <param name="Number">What tensors and views call it.</param>
/// <param name="Location">The device that it was saved from.</param>
/// <param name="DType">The type of its elements.</param>
/// <param name="Offset">Where its elements begin in the member.</param>
/// <param name="ByteLength">Bytes of its elements, which are all there.</param>
/// <param name="At">Where its description stands.</param>
internal sealed record TarStorage(long Number, string Location, DType DType, long Offset, long ByteLength, CheckpointLocation At);
