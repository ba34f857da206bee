namespace SafeLoad.Writing;

/// <summary>
/// Which bytes are written, once each: whole storages, or only the runs of them that tensors view.
/// Tensors whose bytes overlap share a storage in the new file as they did in the old one.
/// </summary>
internal sealed class StoragePlan
{
    private readonly Dictionary<StorageInfo, List<StoragePart>> _parts = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is written, by key.</summary>
    public List<StoragePart> Parts { get; } = [];

    /// <summary>Plans for tensors and storages, in the order in which they are met.</summary>
    /// <param name="tensors">The strided tensors.</param>
    /// <param name="whole">Storages that are written as they are.</param>
    /// <param name="compact">Whether bytes that no tensor views are left out.</param>
    public static StoragePlan Create(IEnumerable<TensorInfo> tensors, IEnumerable<(StorageInfo Storage, DType DType)> whole, bool compact)
    {
        var plan = new StoragePlan();
        var views = new Dictionary<StorageInfo, List<(long Start, long End, DType DType)>>(ReferenceEqualityComparer.Instance);
        var order = new List<StorageInfo>();
        foreach (TensorInfo tensor in tensors)
        {
            (long start, long end) = compact ? SpanOf(tensor) : (0, tensor.Storage!.ByteLength);
            Add(tensor.Storage!, start, end, tensor.DType);
        }
        foreach (var (storage, dtype) in whole) Add(storage, 0, storage.ByteLength, dtype);
        foreach (StorageInfo storage in order) plan.Cut(storage, views[storage]);
        return plan;

        void Add(StorageInfo storage, long start, long end, DType dtype)
        {
            if (!views.TryGetValue(storage, out var list))
            {
                views.Add(storage, list = []);
                order.Add(storage);
            }
            list.Add((start, end, dtype));
        }
    }

    /// <summary>The part that holds a byte of a storage, which one of the tensors begins at.</summary>
    public StoragePart Find(StorageInfo storage, long at)
    {
        List<StoragePart> parts = _parts[storage];
        int low = 0, high = parts.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (parts[middle].Start <= at) low = middle;
            else high = middle - 1;
        }
        return parts[low];
    }

    // Runs that overlap become one; runs that touch stay two.
    private void Cut(StorageInfo storage, List<(long Start, long End, DType DType)> views)
    {
        views.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        var parts = new List<StoragePart>();
        for (int i = 0; i < views.Count;)
        {
            long start = views[i].Start, end = views[i].End;
            DType? dtype = views[i].DType;
            for (i++; i < views.Count && (views[i].Start < end || views[i].Start == start); i++)
            {
                end = Math.Max(end, views[i].End);
                if (views[i].DType != dtype) dtype = null;
            }
            var part = new StoragePart(Parts.Count, storage, start, end - start) { View = dtype };
            parts.Add(part);
            Parts.Add(part);
        }
        _parts.Add(storage, parts);
    }

    // The bytes from the first element to the last.
    private static (long Start, long End) SpanOf(TensorInfo tensor)
    {
        if (tensor.DType.ValuesPerByte > 1) return (0, tensor.Storage!.ByteLength);
        var (start, end) = tensor.StorageRange;
        return (start * tensor.DType.ItemSize, end * tensor.DType.ItemSize);
    }
}
