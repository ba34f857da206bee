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
        if (value.Reference is PyTensor tensor) _tensors.AddRange(tensor.Info.Parts);
        else if (value.Reference is PyStorage storage) _storages.Add((storage.Info, storage.DType));
    }
}
