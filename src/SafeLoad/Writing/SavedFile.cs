namespace SafeLoad.Writing;

/// <summary>A file that was written, or would be.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Length">Its number of bytes.</param>
/// <param name="TensorCount">The number of tensors in it; 0 for an index.</param>
public sealed record SavedFile(string Path, long Length, int TensorCount);
