namespace SafeLoad.Loading;

/// <summary>A view's part of a persistent id: PyTorch up to 0.3 pickled storages that are slices of others.</summary>
/// <param name="Key">The view's own key.</param>
/// <param name="Offset">Where it begins in its root, in elements.</param>
/// <param name="ElementCount">Its number of elements.</param>
internal sealed record StorageViewReference(string Key, long Offset, long ElementCount);
