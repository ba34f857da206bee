using SafeLoad.TorchSharp.Schedulers;
using SafeLoad.Training;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp;

/// <summary>Loads the state of PyTorch's learning-rate schedulers into TorchSharp's.</summary>
public static class SchedulerExtensions
{
    /// <summary>Loads the scheduler's state out of a checkpoint of PyTorch, as <c>load_state_dict</c> does there:
    /// how far it has counted, the rates that it started from, and its own settings (<c>gamma</c>, <c>step_size</c> …).
    /// Nothing is changed unless everything fits.</summary>
    /// <remarks>The optimizer's learning rates are not touched, as in PyTorch: make the optimizer and the scheduler first,
    /// then load both. The functions of LambdaLR and MultiplicativeLR are not in files; they stay what they are. OneCycleLR must have been
    /// made with the arguments that PyTorch's was made with.</remarks>
    /// <param name="scheduler">The scheduler: of the same kind, for as many groups of parameters.</param>
    /// <param name="path">The checkpoint's path; it is opened and closed again.</param>
    /// <param name="key">Which scheduler, where there are several: its keys from the root,
    /// with dots (<see cref="SchedulerState.Key"/>). Default null: the only one, or of several the only one that fits.</param>
    /// <param name="options">How to open the checkpoint; null for the defaults.</param>
    /// <param name="cancellation">Ends it; nothing was changed.</param>
    /// <returns>What was set, and what of the file TorchSharp has no place for.</returns>
    /// <exception cref="TrainingStateException">The state does not fit: another kind of scheduler, another number of groups,
    /// values that are none; or of several not one alone does. Nothing was changed.</exception>
    /// <exception cref="KeyNotFoundException">The checkpoint has no scheduler, or none under the key.</exception>
    /// <exception cref="NotSupportedException">It is no scheduler of TorchSharp's own, or this TorchSharp's gives other rates than
    /// PyTorch's (OneCycleLR with several groups).</exception>
    /// <exception cref="SafeLoadException">The file is refused, see <see cref="Checkpoint.Open(string, CheckpointOptions?)"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SchedulerLoadReport load_pt(this LRScheduler scheduler, string path, string? key = null, CheckpointOptions? options =
        null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        cancellation.ThrowIfCancellationRequested();
        using Checkpoint checkpoint = CheckpointFile.Open(path, options);
        return scheduler.load_pt(checkpoint, key, cancellation);
    }

    /// <summary>Loads the scheduler's state out of an open checkpoint, see
    /// <see cref="load_pt(LRScheduler, string, string?, CheckpointOptions?, CancellationToken)"/>.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="checkpoint">The checkpoint; stays open.</param>
    /// <param name="key">Which scheduler; null for the only one, or of several the only one that fits.</param>
    /// <param name="cancellation">Ends it; nothing was changed.</param>
    /// <returns>What was set, and what of the file TorchSharp has no place for.</returns>
    /// <exception cref="TrainingStateException">The state does not fit. Nothing was changed.</exception>
    /// <exception cref="KeyNotFoundException">The checkpoint has no scheduler, or none under the key.</exception>
    /// <exception cref="NotSupportedException">It is no scheduler of TorchSharp's own,
    /// or this TorchSharp's gives other rates than PyTorch's.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SchedulerLoadReport load_pt(this LRScheduler scheduler, Checkpoint checkpoint, string? key = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentNullException.ThrowIfNull(checkpoint);
        return SchedulerLoader.Load(scheduler,
            KeyedEntry.Find(checkpoint.Training.Schedulers, static state => state.Key, key, "scheduler",
                state => SchedulerLoader.WhyNot(scheduler, state)), cancellation);
    }
}
