using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>The data classes of a distributed checkpoint's <c>.metadata</c>, kept as records of named values.</summary>
internal static class DcpFunctions
{
    /// <summary>Where most of the classes are.</summary>
    public const string MetadataModule = "torch.distributed.checkpoint.metadata";

    // TensorProperties has a __getstate__ of its own, because a memory format cannot be pickled.
    private static readonly string[] s_properties = ["dtype", "layout", "requires_grad", "memory_format", "pin_memory"];

    /// <summary>A memory format: a call of its enumeration with its number.</summary>
    /// <remarks>torch/distributed/checkpoint/metadata.py.</remarks>
    public static PyValue MemoryFormat(in RebuildArguments arguments)
    {
        arguments.Expect(1, 1);
        return new PyValue(new PyRecord(arguments.FullName, FormattableString.Invariant($"{arguments.Name}({arguments.Int64(0)})")));
    }

    /// <summary>The fields, by name or, of tensor properties, by position.</summary>
    /// <remarks>torch/distributed/checkpoint/metadata.py and filesystem.py; up to 2.2 the properties of tensors were
    /// torch/distributed/_shard/sharded_tensor/metadata.py's.</remarks>
    public static void FillRecord(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (arguments.Name == "TensorProperties"
            && state.RawReference is PyTuple { Kind: PyKind.Tuple } fields && fields.Count == s_properties.Length)
            ((PyRecord)value).SetAttributes(RecordFunctions.Named(s_properties, fields));
        else RecordFunctions.Fill(value, state, arguments);
    }
}
