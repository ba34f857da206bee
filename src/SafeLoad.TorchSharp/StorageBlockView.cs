namespace SafeLoad.TorchSharp;

/// <summary>A tensor as a view of a <see cref="StorageBlock"/>.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Tensor">The tensor.</param>
/// <param name="Offset">Its first element, counted from the block's.</param>
/// <param name="Strides">Elements of the block from one index of a dimension to the next.</param>
internal sealed record StorageBlockView(string Name, TensorInfo Tensor, long Offset, long[] Strides);
