using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>Finds the tensors and storages of a value, in the order in which they will be written.</summary>
internal sealed class StorageCollector : IValueVisitor
{
    private readonly List<TensorInfo> _tensors = [];
    private readonly List<(StorageInfo, DType)> _storages = [];

    public static StoragePlan Plan(PyValue root, bool compact)
    {
        var collector = new StorageCollector();
        ValueWalker.Walk(root, collector);
        return StoragePlan.Create(collector._tensors, collector._storages, compact);
    }

    public void Enter(ValueStep step) { }

    public void Leave() { }

    public void Container(PyValue value, bool again) { }

    public void Leaf(PyValue value)
    {
        if (value.Reference is PyTensor tensor) Add(tensor.Info);
        else if (value.Reference is PyStorage storage) _storages.Add((storage.Info, storage.DType));
    }

    // Sparse, nested and quantized tensors are made of others.
    private void Add(TensorInfo tensor)
    {
        if (tensor.Storage is not null) _tensors.Add(tensor);
        TensorInfo?[] parts =
        [
            tensor.Sparse?.Indices, tensor.Sparse?.CompressedIndices, tensor.Sparse?.PlainIndices, tensor.Sparse?.Values,
            tensor.Nested?.Buffer, tensor.Nested?.Sizes, tensor.Nested?.Strides, tensor.Nested?.Offsets,
            tensor.Quantization?.Scales, tensor.Quantization?.ZeroPoints,
        ];
        foreach (TensorInfo? part in parts)
        {
            if (part?.Storage is not null) _tensors.Add(part);
        }
    }
}
