using SafeLoad.Loading.Functions;

namespace SafeLoad.Loading;

// A state dict of a model that is spread over several processes (tensor parallel, FSDP2): each file has one process's pieces, and says of
// what they are pieces. Classes as PyTorch 2.11 pickles them, and under the homes that they had from 2.0 on.
internal static partial class AllowedGlobals
{
    private const string Tensors = "torch.distributed.tensor", OldTensors = "torch.distributed._tensor";

    private static IEnumerable<AllowedGlobal> Distributed()
    {
        const string record = "a record of attributes; no setter is called, no process is looked for";
        foreach (string module in (string[])[Tensors, Tensors + ".api", Tensors + "._api", OldTensors, OldTensors + ".api"])
        {
            yield return Function(AllowedSets.Distributed, new RebuildFunction(module, "DTensor", RecordFunctions.NeverCalled)
            {
                IsTensorClass = true, IsSpreadClass = true,
            }, "a shape, with the piece of this process as an attribute");
        }
        foreach (var (module, name) in Records())
        {
            yield return Call(module, name, null, RecordFunctions.NeverCalled, record,
                make: RecordFunctions.New, fill: RecordFunctions.Fill, sets: AllowedSets.Distributed);
        }
        foreach (string module in (string[])[Tensors + "._dtensor_spec", OldTensors + ".placement_types"])
        {
            yield return Call(module, "TensorMeta", null, RecordFunctions.NeverCalled, record,
                make: DistributedFunctions.TensorMeta, sets: AllowedSets.Distributed);
        }
        yield return Call(Tensors + "._dtensor_spec", "ShardOrderEntry", null, RecordFunctions.NeverCalled, record,
            make: DistributedFunctions.ShardOrderEntry, sets: AllowedSets.Distributed);
    }

    private static IEnumerable<(string Module, string Name)> Records()
    {
        yield return ("torch.distributed._mesh_layout", "_MeshLayout");
        yield return ("torch.distributed.device_mesh", "DeviceMesh");
        yield return (OldTensors + ".device_mesh", "DeviceMesh");
        yield return (Tensors + "._dtensor_spec", "DTensorSpec");
        yield return (OldTensors + ".placement_types", "DTensorSpec");
        foreach (string module in (string[])[Tensors + ".placement_types", OldTensors + ".placement_types"])
        {
            foreach (string placement in (string[])["Shard", "_StridedShard", "Replicate", "Partial", "_Partial"])
                yield return (module, placement);
        }
    }
}
