using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>A learning-rate scheduler's state dict.</summary>
/// <remarks>torch/optim/lr_scheduler.py, <c>state_dict</c> of LRScheduler, ReduceLROnPlateau, SequentialLR and ChainedScheduler.</remarks>
public sealed class SchedulerState
{
    private SchedulerState(string key, PyDict entries, IReadOnlyList<SchedulerState> inner)
    {
        Key = key;
        Entries = entries;
        Inner = inner;
    }

    /// <summary>Where it stands in the checkpoint: the keys from the root, with dots.</summary>
    public string Key { get; }

    /// <summary>Everything that it says.</summary>
    public PyDict Entries { get; }

    /// <summary>The number of epochs, or steps, that it has counted; null if it counts none itself.</summary>
    public long? LastEpoch => Entries.TryGetValue("last_epoch", out PyValue value) && value.Is(PyKind.Int) ? value.AsInt64() : null;

    /// <summary>The learning rates that it started from, one a group; empty if it keeps none.</summary>
    public IReadOnlyList<double> BaseLearningRates => Numbers("base_lrs");

    /// <summary>The learning rates that it set last, one a group; empty if it keeps none.</summary>
    public IReadOnlyList<double> LastLearningRates => Numbers("_last_lr");

    /// <summary>The schedulers in it, where it is a sequence or chain of others; else empty.</summary>
    public IReadOnlyList<SchedulerState> Inner { get; }

    /// <summary>An entry that is a number: <c>gamma</c>, <c>step_size</c> …; null if it is none or not there.</summary>
    public double? Number(string entry) => Entries.TryGetValue(entry, out PyValue value) ? TrainingShapes.Number(value) : null;

    internal static SchedulerState Of(PyValue value, string key, Budget budget, CheckpointLocation at)
    {
        PyDict entries = TrainingShapes.Entries(value)!;
        var inner = new List<SchedulerState>();
        if (entries.TryGetValue("_schedulers", out PyValue held) && held.RawReference is PyList list)
        {
            // One level: chains of chains are nobody's, and would be as deep as a file likes.
            for (int i = 0; i < list.Count; i++)
            {
                // Its own place in memory, and its key; a list of schedulers can stand in thousands of others.
                budget.ChargeCopy(128 + 2L * key.Length, at);
                if (TrainingShapes.Entries(list[i]) is { } part) inner.Add(new SchedulerState($"{key}._schedulers.{i}", part, []));
            }
        }
        return new SchedulerState(key, entries, inner);
    }

    private IReadOnlyList<double> Numbers(string entry) =>
        Entries.TryGetValue(entry, out PyValue value) && value.RawReference is PyList list
        ? [.. list.Select(TrainingShapes.Number).OfType<double>()] : [];
}
