using SafeLoad.Placement;

namespace SafeLoad.Writing;

/// <summary>What of a checkpoint is converted, and into what.</summary>
public sealed record ConversionOptions
{
    /// <summary>The default options.</summary>
    public static ConversionOptions Default { get; } = new();

    /// <summary>The entry that holds the weights, dots lead further down: <c>model</c>, <c>state_dict</c>. Null, the default:
    /// found by itself.</summary>
    public string? Key { get; init; }

    /// <summary>Which tensors, under which names. Default: all, under their own.</summary>
    public NameRules Names { get; init; } = NameRules.None;

    /// <summary>What is written. Null, the default: what the output's name asks for (<see cref="TensorFileFormat.OfPath"/>).</summary>
    public TensorFileFormat? Format { get; init; }

    /// <summary>How it is written. The texts of a file of safetensors and the modules' versions go on to where they have a place,
    /// beside those that stand here.</summary>
    public SaveOptions Save { get; init; } = SaveOptions.Default;

    /// <summary>Whether what was written is read again and compared with what was to be written. Default false.</summary>
    public bool Verify { get; init; }
}
