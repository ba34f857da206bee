using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>How tensors are written.</summary>
public sealed record SaveOptions
{
    /// <summary>The default options.</summary>
    public static SaveOptions Default { get; } = new();

    /// <summary>The dtype of all floating-point tensors: float64, float32, float16 or bfloat16, rounded to nearest, ties to even. Null,
    /// the default: their own.
    /// Integers, bools, complex and quantized numbers stay what they are.</summary>
    public DType? FloatDType { get; init; }

    /// <summary>What becomes of tensors that are the same bytes, in safetensors. Default: the first is kept.</summary>
    public SharedTensors Shared { get; init; }

    /// <summary>What becomes of tensors that the format cannot hold. Default: an error, and nothing is written.</summary>
    public UnsupportedTensors Unsupported { get; init; }

    /// <summary>The most bytes of tensors in one file; more are spread over several. Null, the default: no bound.</summary>
    public long? MaxShardBytes { get; init; }

    /// <summary>How many files of about the same size the tensors are spread over, fewer if there are fewer tensors. Null, the default: as
    /// <see cref="MaxShardBytes"/> asks for.</summary>
    public int? ShardCount { get; init; }

    /// <summary>How several files are named. Default: with an index.</summary>
    public ShardNaming ShardNaming { get; init; }

    /// <summary>Free text for safetensors' <c>__metadata__</c>. Default: <c>format: pt</c>, as Hugging Face's libraries ask for.
    /// Of shards the first has it all, the others only <c>format</c>, and the index all but <c>format</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string> { ["format"] = "pt" };

    /// <summary>The state dict's <c>_metadata</c> for checkpoints of PyTorch: the versions of its modules by their names,
    /// which <c>load_state_dict</c> looks at.
    /// Written where there is one file; shards have none. Null, the default: none.</summary>
    public PyDict? ModuleMetadata { get; init; }

    /// <summary>Whether existing files are replaced. Default false.</summary>
    public bool Overwrite { get; init; }
}
