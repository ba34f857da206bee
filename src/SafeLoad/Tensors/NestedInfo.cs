namespace SafeLoad.Tensors;

/// <summary>The parts of a nested tensor: tensors of different shapes over one buffer.</summary>
/// <param name="Buffer">The elements, 1-d.</param>
/// <param name="Sizes">The shape of each part, <c>[parts, dimensions]</c> of int64.</param>
/// <param name="Strides">The strides of each part, <c>[parts, dimensions]</c> of int64.</param>
/// <param name="Offsets">Where each part begins in the buffer, <c>[parts]</c> of int64.</param>
internal sealed record NestedInfo(TensorInfo Buffer, TensorInfo Sizes, TensorInfo Strides, TensorInfo Offsets);
