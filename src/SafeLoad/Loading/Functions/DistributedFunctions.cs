using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>What says of a tensor's piece where it belongs, and is a named tuple: NEWOBJ has the fields as arguments.</summary>
/// <remarks>torch/distributed/tensor/_dtensor_spec.py.</remarks>
internal static class DistributedFunctions
{
    private static readonly string[] s_tensorMeta = ["shape", "stride", "dtype"];
    private static readonly string[] s_shardOrder = ["tensor_dim", "mesh_dims"];

    /// <summary><c>TensorMeta(shape, stride, dtype)</c> of the whole tensor.</summary>
    public static PyValue TensorMeta(in RebuildArguments arguments) => Named(arguments, s_tensorMeta);

    /// <summary><c>ShardOrderEntry(tensor_dim, mesh_dims)</c>.</summary>
    public static PyValue ShardOrderEntry(in RebuildArguments arguments) => Named(arguments, s_shardOrder);

    private static PyValue Named(in RebuildArguments arguments, string[] names)
    {
        arguments.Expect(names.Length, names.Length);
        var record = new PyRecord(arguments.FullName, null);
        record.SetAttributes(RecordFunctions.Named(names, arguments.Tuple));
        return new PyValue(record);
    }
}
