namespace SafeLoad.Loading;

/// <summary>A persistent id, checked: which storage a pickle refers to.</summary>
/// <param name="Key">The storage's key; of a view, its root's.</param>
/// <param name="Class">The storage class.</param>
/// <param name="Location">The device it was saved from.</param>
/// <param name="ElementCount">Its number of elements; of a view, its root's.</param>
/// <param name="View">The part of the root that is meant; null for all of it. Legacy streams only.</param>
/// <param name="At">Where the id stands.</param>
internal readonly record struct StorageReference(string Key, StorageClass Class, string Location, long ElementCount,
    StorageViewReference? View, CheckpointLocation At)
{
    public DType DType => Class.DType;

    /// <summary>The number of bytes; proven to fit 63 bits.</summary>
    public long ByteLength => ElementCount * DType.ItemSize;
}
