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
    /// <summary>Where the tensors go.</summary>
    public string Device { get; private init; } = "";

    /// <summary>Puts tensors together by storage, dtype and device, in the order in which they are met.</summary>
    /// <param name="parts">Strided tensors.</param>
    /// <exception cref="ArgumentException">A tensor has no storage of its own.</exception>
    public static List<StorageBlock> Of(IReadOnlyList<TensorPart> parts)
    {
        // Reference types alone: what the runtime has compiled already, also in a process that loads once.
        var byStorage = new Dictionary<StorageInfo, List<List<TensorPart>>>(parts.Count, ReferenceEqualityComparer.Instance);
        var order = new List<List<TensorPart>>(parts.Count);
        foreach (TensorPart part in parts)
        {
            if (part.Tensor.Storage is not { } storage)
                throw new ArgumentException($"'{part.Name}' has no storage of its own; name its parts.", nameof(parts));
            List<TensorPart>? block = null;
            if (!IsOwn(part.Tensor))
            {
                if (!byStorage.TryGetValue(storage, out List<List<TensorPart>>? known)) byStorage.Add(storage, known = new(1));
                foreach (List<TensorPart> other in known)
                {
                    if (other[0].Tensor.DType == part.Tensor.DType && other[0].Device == part.Device) block = other;
                }
                if (block is null) known.Add(block = new(1));
                if (block.Count == 0) order.Add(block);
            }
            else order.Add(block = new(1));
            block.Add(part);
        }
        var blocks = new List<StorageBlock>(order.Count);
        foreach (List<TensorPart> block in order) blocks.Add(Of(block));
        return blocks;
    }

    // What cannot be a view of plain elements.
    private static bool IsOwn(TensorInfo tensor) => tensor.IsConjugate || tensor.IsNegative;

    private static StorageBlock Of(List<TensorPart> parts)
    {
        TensorInfo one = parts[0].Tensor;
        bool isWhole = IsOwn(one) || one.DType.ValuesPerByte > 1;
        long start = long.MaxValue, end = 0;
        foreach (TensorPart part in parts)
        {
            var (from, until) = part.Tensor.StorageRange;
            if (until > from) (start, end) = (Math.Min(start, from), Math.Max(end, until));
        }
        if (end == 0) start = 0;
        var views = new List<StorageBlockView>(parts.Count);
        foreach (TensorPart part in parts)
        {
            TensorInfo tensor = part.Tensor;
            views.Add(isWhole ? new StorageBlockView(part.Name, tensor, 0, Contiguous(tensor))
                : new StorageBlockView(part.Name, tensor, tensor.ElementCount == 0 ? 0 : tensor.StorageOffset - start,
                    tensor.Strides.ToArray()));
        }
        return new StorageBlock(isWhole ? one : one.Run(start, end - start), views) { Device = parts[0].Device };
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
