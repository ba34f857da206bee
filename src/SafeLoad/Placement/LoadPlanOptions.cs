namespace SafeLoad.Placement;

/// <summary>What a <see cref="LoadPlan"/> takes and how.</summary>
public sealed record LoadPlanOptions
{
    private readonly int _readers = Math.Min(Environment.ProcessorCount, 16);

    /// <summary>The default options.</summary>
    public static LoadPlanOptions Default { get; } = new();

    /// <summary>Whether names that only one side has are errors. Default true, as in <c>load_state_dict</c>.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>How tensors are chosen and named. Default: all, by their own names.</summary>
    public NameRules Names { get; init; } = NameRules.None;

    /// <summary>Wildcards of slots that stay as they are: neither filled nor missing. Default: none.</summary>
    public IReadOnlyList<string> SkipSlots { get; init; } = [];

    /// <summary>Whether floating-point numbers become those of the target (float64, float32, float16 or bfloat16), rounded to nearest, ties
    /// to even; if not, another dtype is a mismatch. Integers and quantized numbers never change. Default true: mixed precision is nobody's
    /// mistake.</summary>
    public bool CastFloats { get; init; } = true;

    /// <summary>Whether a tensor of another shape is left out instead of an error; only where <see cref="Strict"/> is false.
    /// Default false: never in silence.</summary>
    public bool SkipOtherShapes { get; init; }

    /// <summary>How many threads read the file; at least 1. Default: as many as there are processors, and 16 at most.</summary>
    public int Readers { get => _readers; init =>
        _readers = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one thread reads."); }

    /// <summary>Where tensors go, for targets that make them. Default null: to the device that the file names.</summary>
    public DeviceMap? Devices { get; init; }
}
