using SafeLoad.Training;
using SafeLoad.Values;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>LBFGS: TorchSharp keeps its options and its steps in native memory, and sets none of them but the learning rate.</summary>
internal static class LbfgsState
{
    private const string WhyNot = "TorchSharp's LBFGS keeps its state in native memory, out of reach: it can be neither loaded nor saved.";

    /// <summary>What to say to somebody who saves one.</summary>
    public static NotSupportedException Refusal() => new(WhyNot);

    /// <summary>What to say to somebody who loads one: with which options it can be made again.</summary>
    /// <param name="optimizers">The file's optimizers.</param>
    /// <param name="key">The one that was asked for; null for any.</param>
    public static NotSupportedException Refusal(IReadOnlyList<OptimizerState> optimizers, string? key)
    {
        OptimizerState? file = optimizers.FirstOrDefault(state => state.Kind == "LBFGS" && (key is null || state.Key == key));
        if (file is not { Groups: [var group, ..] }) return Refusal();
        var options = group.Options.Where(static option => option.Key.Kind == PyKind.Str && option.Key.AsString() != "params")
            .Select(static option => $"{Checkpoint.Escape(option.Key.AsString(), 60)}={PyNumbers.Describe(option.Value)}");
        return new($"{WhyNot} Make it anew with the options of the file ({string.Join(", ", options)}): it goes on without the history of "
            + "its steps, which it gathers again.");
    }
}
