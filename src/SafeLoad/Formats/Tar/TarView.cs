namespace SafeLoad.Formats.Tar;

/// <summary>A storage that is a slice of another one, as the tar of PyTorch before 0.1.10 describes it. What the numbers say is not
/// checked.</summary>
/// <param name="Number">What tensors call it.</param>
/// <param name="Root">The number of the storage that it is a slice of.</param>
/// <param name="Offset">Its first element there.</param>
/// <param name="ElementCount">Its number of elements.</param>
/// <param name="At">Where the list of views stands.</param>
internal sealed record TarView(long Number, long Root, long Offset, long ElementCount, CheckpointLocation At);
