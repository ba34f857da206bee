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

    /// <summary>Whether each of several tensors that are the same bytes is written, in safetensors, which do not share. Default false: the
    /// first name is, and the others are named in the file's metadata, as Hugging Face's libraries do. Parts of one another are copied
    /// always.</summary>
    public bool CopyShared { get; init; }

    /// <summary>Whether such tensors are an error that names them, and nothing is written. Default false.</summary>
    public bool RefuseShared { get; init; }

    /// <summary>Whether tensors that the format cannot hold (sparse, quantized, without data, of a dtype that it lacks) are left out, and
    /// named in the plan. Default false: they are an error that names them, and nothing is written.</summary>
    public bool SkipUnsupported { get; init; }

    /// <summary>The most bytes of tensors in one file; more are spread over several. Null, the default: no bound.</summary>
    public long? MaxShardBytes { get; init; }

    /// <summary>How many files of about the same size the tensors are spread over, fewer if there are fewer tensors. Null, the default: as
    /// <see cref="MaxShardBytes"/> asks for.</summary>
    public int? ShardCount { get; init; }

    /// <summary>Whether several files are named <c>NAME_part_0.EXT</c>, without an index, as people cut files by hand to merge their dicts
    /// again. Default false: <c>NAME-00001-of-00003.EXT</c> with an index <c>NAME.EXT.index.json</c>, as Hugging Face's libraries write and
    /// look for them.</summary>
    public bool WithoutIndex { get; init; }

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
