namespace SafeLoad.TorchSharp;

/// <summary>What <c>optimizer.load_pt</c> did.</summary>
public sealed record OptimizerLoadReport
{
    /// <summary>Where the state stood in the checkpoint: the keys from the root, with dots. Chosen by the file.</summary>
    public required string Key { get; init; }

    /// <summary>PyTorch's class of the optimizer: <c>Adam</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The number of groups, whose options were all set.</summary>
    public required int Groups { get; init; }

    /// <summary>The number of parameters.</summary>
    public required int Parameters { get; init; }

    /// <summary>How many of them had a state in the file; those of the others are as before the first step now.</summary>
    public required int States { get; init; }

    /// <summary>Options of groups that TorchSharp has no place for, by name: <c>foreach</c>, <c>capturable</c>,
    /// what the program itself added. Safe to print.</summary>
    public required IReadOnlyList<string> OptionsLeftOut { get; init; }

    /// <summary>Entries of parameters' states that TorchSharp has no place for, by name. Safe to print.</summary>
    public required IReadOnlyList<string> StatesLeftOut { get; init; }

    /// <summary>What a person should know: states of no parameter, and where TorchSharp's optimizer itself steps otherwise than
    /// PyTorch's.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The report as text: <c>Adam under 'optimizer_state_dict': 1 group, 4 parameters, 4 with a state</c>, and what was left
    /// out.</summary>
    public override string ToString() => ReportText.Of(
        FormattableString.Invariant(
            $"{Kind}{ReportText.Under(Key)}: {Groups} groups, {Parameters} parameters, {States} of them with a state"),
        ("options left out", OptionsLeftOut), ("entries of states left out", StatesLeftOut), ("notes", Notes));
}
