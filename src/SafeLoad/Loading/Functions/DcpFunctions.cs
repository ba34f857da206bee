using SafeLoad.Diagnostics;
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

    /// <summary>REDUCE on a data class.</summary>
    public static PyValue Record(in RebuildArguments arguments) =>
        throw Problems.DisallowedCall($"REDUCE is used on {arguments.FullName}, which PyTorch never writes", arguments.At);

    /// <summary>NEWOBJ without arguments; BUILD sets the fields.</summary>
    /// <remarks>torch/distributed/checkpoint/metadata.py and filesystem.py; up to 2.2 the properties of tensors were
    /// torch/distributed/_shard/sharded_tensor/metadata.py's.</remarks>
    public static PyValue NewRecord(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        return arguments.AwaitState(new PyRecord(arguments.FullName, null));
    }

    /// <summary>The fields, by name or, of tensor properties, by position.</summary>
    public static void FillRecord(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (arguments.Name == "TensorProperties"
            && state.RawReference is PyTuple { Kind: PyKind.Tuple } fields && fields.Count == s_properties.Length)
        {
            var properties = new PyDict();
            for (int i = 0; i < fields.Count; i++) properties.Add(PyValue.FromText(s_properties[i]), fields[i]);
            ((PyRecord)value).SetAttributes(properties);
            return;
        }
        ((PyRecord)value).SetAttributes(TensorState.Merge(null, state, arguments.Context.Budget, arguments.At));
    }
}
