using SafeLoad.Values;

namespace SafeLoad.Sharding;

/// <summary>The storages of meshes of processes, which number the processes and are nobody's weights.</summary>
/// <remarks>torch/distributed/device_mesh.py: <c>_rank_map</c>, before <c>mesh</c>,
/// of the mesh and of those that it is a part of.</remarks>
internal sealed class MeshStorages
{
    private readonly HashSet<PyReference> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Those that were found.</summary>
    public HashSet<StorageInfo> Found { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Looks into the attributes of a tensor that is spread. Each mesh is gone through once.</summary>
    public void Add(PyTensor tensor)
    {
        if (tensor.Attributes is not { } attributes || !attributes.TryGetValue(PyValue.FromText("_spec"), out PyValue spec)) return;
        var open = new Stack<PyValue>();
        open.Push(spec);
        while (open.TryPop(out PyValue value))
        {
            if (value.RawReference is not { } reference || !_seen.Add(reference)) continue;
            switch (reference)
            {
                case PyTensor { Info.Storage: { } storage }:
                    Found.Add(storage);
                    break;
                case PyRecord { Attributes: { } fields }:
                    open.Push(new PyValue(fields));
                    break;
                case PyDict dict:
                    foreach (var (_, item) in dict) open.Push(item);
                    break;
                case PyTuple tuple:
                    foreach (PyValue item in tuple.Items) open.Push(item);
                    break;
            }
        }
    }
}
