using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>What says of a tensor's piece where it belongs: records of named values.</summary>
internal static class DistributedFunctions
{
    // Named tuples: NEWOBJ has their fields as arguments, in this order.
    private static readonly string[] s_tensorMeta = ["shape", "stride", "dtype"];
    private static readonly string[] s_shardOrder = ["tensor_dim", "mesh_dims"];

    /// <summary>REDUCE on a class, of which PyTorch writes NEWOBJ or nothing but its name.</summary>
    /// <exception cref="DisallowedGlobalException">Always.</exception>
    public static PyValue NeverCalled(in RebuildArguments arguments) =>
        throw Problems.DisallowedCall($"REDUCE is used on {arguments.FullName}, which PyTorch never writes", arguments.At);

    /// <summary><c>TensorMeta(shape, stride, dtype)</c> of the whole tensor.</summary>
    /// <remarks>torch/distributed/tensor/_dtensor_spec.py.</remarks>
    public static PyValue TensorMeta(in RebuildArguments arguments) => Named(arguments, s_tensorMeta);

    /// <summary><c>ShardOrderEntry(tensor_dim, mesh_dims)</c>.</summary>
    /// <remarks>torch/distributed/tensor/_dtensor_spec.py.</remarks>
    public static PyValue ShardOrderEntry(in RebuildArguments arguments) => Named(arguments, s_shardOrder);

    private static PyValue Named(in RebuildArguments arguments, string[] names)
    {
        arguments.Expect(names.Length, names.Length);
        var fields = new PyDict();
        for (int i = 0; i < names.Length; i++) fields.Add(PyValue.FromText(names[i]), arguments[i]);
        var record = new PyRecord(arguments.FullName, null);
        record.SetAttributes(fields);
        return new PyValue(record);
    }
}
