using SafeLoad.Diagnostics;
using SafeLoad.Tensors;

namespace SafeLoad.Loading;

/// <summary>Proves that a sparse tensor's parts fit together and that every index lies inside of its shape.</summary>
/// <remarks>torch.sparse: <c>_validate_sparse_coo_tensor_args</c>, <c>_validate_sparse_compressed_tensor_args</c>.
/// PyTorch before mid-2026 did not check indices while loading.</remarks>
internal static class SparseBounds
{
    public static void CheckCoo(TensorInfo indices, TensorInfo values, long[] shape, LoadContext context, CheckpointLocation at)
    {
        TensorBounds.ElementCount(shape, at);
        if (indices.DType != DType.Int64 || indices.Storage is null || indices.ShapeArray.Length != 2)
            throw Problems.BadSparse($"indices are {indices}, not int64[dimensions, values]", at);
        int sparse = (int)Math.Min(indices.ShapeArray[0], int.MaxValue);
        if (values.Storage is null || values.ShapeArray.Length == 0 || values.ShapeArray[0] != indices.ShapeArray[1]
            || sparse + (values.ShapeArray.Length - 1L) != shape.Length || !values.Shape[1..].SequenceEqual(shape.AsSpan(sparse)))
            throw Problems.BadSparse($"values are {values} for indices {indices} in {shape.Length} dimensions", at);
        context.CheckLater(() =>
        {
            var reader = new IndexReader(indices, context, at);
            for (int dimension = 0; dimension < sparse; dimension++) reader.CheckRange(indices.ShapeArray[1], 0, shape[dimension] - 1);
        });
    }

    public static void CheckCompressed(TensorLayout layout, TensorInfo compressed, TensorInfo plain, TensorInfo values, long[] shape,
        LoadContext context, CheckpointLocation at)
    {
        TensorBounds.ElementCount(shape, at);
        if (compressed.Storage is null || plain.Storage is null || values.Storage is null || compressed.DType != plain.DType
            || (compressed.DType != DType.Int64 && compressed.DType != DType.Int32))
            throw Problems.BadSparse($"indices are {compressed} and {plain}, not int32 or int64", at);
        int batch = compressed.ShapeArray.Length - 1;
        bool blocked = layout is TensorLayout.SparseBsr or TensorLayout.SparseBsc;
        int blockDimensions = blocked ? 2 : 0;
        if (batch < 0 || plain.ShapeArray.Length != batch + 1 || shape.Length < batch + 2
            || values.ShapeArray.Length != shape.Length - 1 + blockDimensions)
            throw Problems.BadSparse(
                $"parts {compressed}, {plain} and {values} do not make a {layout.NameOf()} of {shape.Length} dimensions", at);
        long count = plain.ShapeArray[batch];
        long blockRows = blocked ? values.ShapeArray[batch + 1] : 1, blockColumns = blocked ? values.ShapeArray[batch + 2] : 1;
        bool byRow = layout is TensorLayout.SparseCsr or TensorLayout.SparseBsr;
        bool fits = blockRows > 0 && blockColumns > 0 && shape[batch] % blockRows == 0 && shape[batch + 1] % blockColumns == 0
            && values.ShapeArray[batch] == count && values.Shape[(batch + 1 + blockDimensions)..].SequenceEqual(shape.AsSpan(batch + 2));
        long rows = fits ? shape[batch] / blockRows : 0, columns = fits ? shape[batch + 1] / blockColumns : 0;
        (long lines, long width) = byRow ? (rows, columns) : (columns, rows);
        fits = fits && compressed.ShapeArray[batch] == lines + 1;
        for (int i = 0; fits && i < batch; i++)
            fits = compressed.ShapeArray[i] == shape[i] && plain.ShapeArray[i] == shape[i] && values.ShapeArray[i] == shape[i];
        if (!fits) throw Problems.BadSparse($"parts {compressed}, {plain} and {values} do not fit its shape", at);

        long batches = 1;
        for (int i = 0; i < batch; i++) batches *= shape[i];
        context.CheckLater(() =>
        {
            var starts = new IndexReader(compressed, context, at);
            for (long i = 0; i < batches; i++) starts.CheckSteps(lines + 1, count, width);
            new IndexReader(plain, context, at).CheckRange(batches * count, 0, width - 1);
        });
    }
}
