namespace SafeLoad.TorchSharp;

/// <summary>What <c>scheduler.load_pt</c> did.</summary>
public sealed record SchedulerLoadReport
{
    /// <summary>Where the state stood in the checkpoint: the keys from the root, with dots. Chosen by the file.</summary>
    public required string Key { get; init; }

    /// <summary>PyTorch's class of the scheduler: <c>StepLR</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The number of epochs, or steps, that it has counted; null for a chain, which counts none itself.</summary>
    public required int? LastEpoch { get; init; }

    /// <summary>The learning rates that it set last, one a group; empty if the file has none.</summary>
    public required IReadOnlyList<double> LastLearningRates { get; init; }

    /// <summary>Entries that TorchSharp has no place for, by name: <c>verbose</c>. Safe to print.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>What a person should know: that the optimizer's learning rates are others than those that the scheduler set last, and where
    /// TorchSharp's scheduler itself differs from PyTorch's.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The report as text: <c>StepLR under 'scheduler_state_dict': after 3 steps, learning rates 0.05</c>, and what was left
    /// out.</summary>
    public override string ToString() => ReportText.Of(
        FormattableString.Invariant($"{Kind}{ReportText.Under(Key)}")
            + (LastEpoch is { } epoch ? FormattableString.Invariant($": after {epoch} steps") : "")
            + (LastLearningRates.Count == 0 ? "" : ", learning rates "
                + string.Join(", ", LastLearningRates.Select(static rate => FormattableString.Invariant($"{rate}")))),
        ("left out", LeftOut), ("notes", Notes));
}
