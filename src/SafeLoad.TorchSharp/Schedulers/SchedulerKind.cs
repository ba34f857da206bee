using SafeLoad.Values;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Schedulers;

/// <summary>A scheduler that PyTorch and TorchSharp both have.</summary>
/// <param name="Name">PyTorch's class.</param>
/// <param name="Type">TorchSharp's class.</param>
/// <param name="Fields">What both keep.</param>
internal sealed record SchedulerKind(string Name, Type Type, IReadOnlyList<SchedulerField> Fields)
{
    /// <summary>The schedulers that one is made of, in order; none for most.</summary>
    public Func<LRScheduler, IReadOnlyList<LRScheduler>> Inner { get; init; } = static _ => [];

    /// <summary>What PyTorch's load_state_dict asks for besides, and TorchSharp does not keep.</summary>
    public Func<LRScheduler, IEnumerable<(string Name, PyValue Value)>> Extra { get; init; } = static _ => [];

    /// <summary>What does not fit besides the fields, found without changing anything.</summary>
    public Func<LRScheduler, PyDict, IEnumerable<string>> Check { get; init; } = static (_, _) => [];

    /// <summary>Where TorchSharp's scheduler itself does otherwise than PyTorch's.</summary>
    public Func<PyDict, string?> Note { get; init; } = static _ => null;
}
