using SafeLoad.Tensors;

namespace SafeLoad.Loading;

/// <summary>Tensors that have a shape and no bytes.</summary>
internal static class DatalessTensor
{
    public static TensorInfo Make(in RebuildArguments arguments, DType dtype, long[] shape, long[] strides, long offset, int requiresGradAt)
    {
        // There is no storage to stay inside of; the numbers must still make a view.
        TensorBounds.Check(shape, strides, offset, long.MaxValue, dtype.ItemSize, arguments.At);
        return new TensorInfo(dtype, shape, strides, offset, null) { RequiresGrad = arguments.RequiresGrad(requiresGradAt, dtype) };
    }
}
