namespace SafeLoad.Placement;

/// <summary>
/// How tensors are chosen and named on their way out of a checkpoint, in this order: chosen by the names that they have there,
/// stripped of a prefix, renamed, given a prefix.
/// </summary>
public sealed record NameRules
{
    /// <summary>No rule: all tensors under their own names.</summary>
    public static NameRules None { get; } = new();

    /// <summary>As <see cref="StripPrefix"/>: what wrappers and habits put before all names is found by itself,
    /// against the target's names where there is a target.</summary>
    public const string Automatic = "auto";

    /// <summary>Wildcards (<c>*</c> any text, <c>?</c> one character) of the tensors that are wanted; empty for all.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Wildcards of the tensors that are not.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>What is taken away before a name, where it is there: <c>module.</c>; <see cref="Automatic"/> to find it.
    /// Null: nothing.</summary>
    public string? StripPrefix { get; init; }

    /// <summary>Renames, in order; each changes the outcome of those before it. <c>encoder.*</c> to <c>backbone.*</c> keeps what the star
    /// stands for; without a star the whole name is meant.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Renames { get; init; } = [];

    /// <summary>What is put before every name. Null: nothing.</summary>
    public string? AddPrefix { get; init; }
}
