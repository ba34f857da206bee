namespace SafeLoad.TorchSharp;

/// <summary>
/// The elements of a storage that tensors view, as one run, with the tensors: memory for it once, and views of it,
/// keep what the tensors share.
/// A tensor that cannot be a view of plain elements (conjugated, negated) is a block of its own.
/// </summary>
/// <param name="Elements">The run: one dimension, without gaps.</param>
/// <param name="Tensors">The tensors of the run by name, with their first element counted from the run's.</param>
internal sealed record StorageBlock(TensorInfo Elements, IReadOnlyList<StorageBlockView> Tensors)
{
    /// <summary>Puts tensors together by storage and dtype, in the order in which they are met.</summary>
    /// <param name="tensors">Strided tensors with data, by name.</param>
    /// <param name="partOf">A text for a tensor's name: tensors of different texts never share a block,
    /// such as those that go to different devices. Null: all may.</param>
    /// <exception cref="ArgumentException">A tensor has no storage of its own.</exception>
    public static IReadOnlyList<StorageBlock> Of(IEnumerable<KeyValuePair<string, TensorInfo>> tensors, Func<string, string>? partOf = null)
    {
        var blocks = new Dictionary<(StorageInfo, DType, string), List<(string Name, TensorInfo Tensor)>>();
        var order = new List<List<(string Name, TensorInfo Tensor)>>();
        foreach (var (name, tensor) in tensors)
        {
            if (tensor.Storage is null)
                throw new ArgumentException($"'{name}' has no storage of its own; name its parts.", nameof(tensors));
            var key = (tensor.Storage, tensor.DType, partOf?.Invoke(name) ?? "");
            bool isOwn = tensor.IsConjugate || tensor.IsNegative;
            if (isOwn || !blocks.TryGetValue(key, out var block))
            {
                order.Add(block = []);
                if (!isOwn) blocks.Add(key, block);
            }
            block.Add((name, tensor));
        }
        return [.. order.Select(Of)];
    }

    private static StorageBlock Of(List<(string Name, TensorInfo Tensor)> tensors)
    {
        TensorInfo one = tensors[0].Tensor;
        if (one.IsConjugate || one.IsNegative || one.DType.ValuesPerByte > 1)
            return new StorageBlock(one,
                [.. tensors.Select(static pair =>
                    new StorageBlockView(pair.Name, pair.Tensor, 0, Contiguous(pair.Tensor)))]);
        long start = long.MaxValue, end = 0;
        foreach (var (_, tensor) in tensors)
        {
            var (from, until) = tensor.StorageRange;
            if (until > from) (start, end) = (Math.Min(start, from), Math.Max(end, until));
        }
        if (end == 0) start = 0;
        return new StorageBlock(one.Run(start, end - start),
            [.. tensors.Select(pair =>
                new StorageBlockView(pair.Name, pair.Tensor, pair.Tensor.ElementCount == 0 ? 0
                    : pair.Tensor.StorageOffset - start, pair.Tensor.Strides.ToArray()))]);
    }

    private static long[] Contiguous(TensorInfo tensor)
    {
        var strides = new long[tensor.Shape.Length];
        long stride = 1;
        for (int i = strides.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(1, tensor.Shape[i]);
        }
        return strides;
    }
}
