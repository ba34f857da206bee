using SafeLoad.Diagnostics;
using SafeLoad.Tensors;

namespace SafeLoad.Loading;

/// <summary>Proves that each part of a nested tensor lies inside of its buffer.</summary>
internal static class NestedBounds
{
    public static void Check(
        TensorInfo buffer, TensorInfo sizes, TensorInfo strides, TensorInfo offsets, LoadContext context, CheckpointLocation at)
    {
        bool fits = buffer.Storage is not null && buffer.ShapeArray.Length == 1 && IsIndex(sizes, 2) && IsIndex(strides, 2)
            && IsIndex(offsets, 1)
            && sizes.Shape.SequenceEqual(strides.Shape) && sizes.ShapeArray[0] == offsets.ShapeArray[0];
        if (!fits) throw Problems.BadNested($"parts {buffer}, {sizes}, {strides} and {offsets} do not fit together", at);
        context.Budget.CheckDimensions(sizes.ShapeArray[1], at);
        context.CheckLater(() =>
        {
            var sizeReader = new IndexReader(sizes, context, at);
            var strideReader = new IndexReader(strides, context, at);
            var offsetReader = new IndexReader(offsets, context, at);
            long[] shape = new long[sizes.ShapeArray[1]], stride = new long[shape.Length];
            for (long part = 0; part < offsets.ShapeArray[0]; part++)
            {
                for (int i = 0; i < shape.Length; i++) (shape[i], stride[i]) = (sizeReader.Next(), strideReader.Next());
                TensorBounds.Check(shape, stride, offsetReader.Next(), buffer.ShapeArray[0], buffer.DType.ItemSize, at);
            }
        });
    }

    private static bool IsIndex(TensorInfo tensor, int dimensions) =>
        tensor.Storage is not null && tensor.DType == DType.Int64 && tensor.ShapeArray.Length == dimensions;
}
