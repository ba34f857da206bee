using SafeLoad.Common;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>
/// A data class of a distributed checkpoint's <c>.metadata</c>: by NEWOBJ without arguments and BUILD with its fields, kept as a record of named
/// values. The enumeration of memory formats is a call with its number.
/// </summary>
/// <remarks>torch/distributed/checkpoint/metadata.py and filesystem.py; up to 2.2 the properties of tensors were
/// torch/distributed/_shard/sharded_tensor/metadata.py's.</remarks>
internal sealed class DcpRecord(string module, string name) : RebuildFunction(module, name)
{
    /// <summary>Where most of the classes are.</summary>
    public const string MetadataModule = "torch.distributed.checkpoint.metadata";

    private const string OldModule = "torch.distributed._shard.sharded_tensor.metadata";

    // TensorProperties has a __getstate__ of its own, because a memory format cannot be pickled.
    private static readonly string[] s_properties = ["dtype", "layout", "requires_grad", "memory_format", "pin_memory"];

    /// <summary>Every class that <c>.metadata</c> may name. An entry is a security decision, as on <see cref="Globals.AllowedGlobals"/>.</summary>
    public static (string Module, string Name)[] Classes { get; } =
    [
        (MetadataModule, "Metadata"), (MetadataModule, "TensorStorageMetadata"), (MetadataModule, "BytesStorageMetadata"), (MetadataModule, "ChunkStorageMetadata"),
        (MetadataModule, "TensorProperties"), (MetadataModule, "MetadataIndex"), (MetadataModule, "StorageMeta"), (MetadataModule, "_MEM_FORMAT_ENCODING"),
        ("torch.distributed.checkpoint.filesystem", "_StorageInfo"),
        (OldModule, "TensorProperties"), (OldModule, "MEM_FORMAT_ENCODING"),
    ];

    private bool IsEnumeration => Name.EndsWith("MEM_FORMAT_ENCODING", StringComparison.Ordinal);

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        if (!IsEnumeration) throw Throw.DisallowedCall($"REDUCE is used on {FullName}, which PyTorch never writes", arguments.At);
        arguments.Expect(1, 1);
        return new PyValue(new PyRecord(FullName, FormattableString.Invariant($"{Name}({arguments.Int64(0)})")));
    }

    public override PyValue NewObject(in RebuildArguments arguments)
    {
        if (IsEnumeration) return base.NewObject(arguments);
        arguments.Expect(0, 0);
        return arguments.Context.AwaitState(new PyRecord(FullName, null), this);
    }

    public override void SetState(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (Name == "TensorProperties" && state.RawReference is PyTuple { Kind: PyKind.Tuple } fields && fields.Count == s_properties.Length)
        {
            var properties = new PyDict();
            for (int i = 0; i < fields.Count; i++) properties.Add(PyValue.FromText(s_properties[i]), fields[i]);
            ((PyRecord)value).SetAttributes(properties);
            return;
        }
        ((PyRecord)value).SetAttributes(TensorState.Merge(null, state, arguments.Context.Budget, arguments.At));
    }
}
