using SafeLoad.TorchSharp.Optimizers;
using SafeLoad.Training;
using TorchSharp;
using TorchSharp.Modules;
using OptimizerState = SafeLoad.Training.OptimizerState;

namespace SafeLoad.TorchSharp;

/// <summary>Loads the state of PyTorch's optimizers into TorchSharp's.</summary>
public static class OptimizerExtensions
{
    /// <summary>Loads the optimizer's state out of a checkpoint of PyTorch, as <c>load_state_dict</c> does there:
    /// the options of all groups and what is kept for each parameter, by position. Nothing is changed unless everything fits.</summary>
    /// <param name="optimizer">The optimizer: of the same kind, with as many groups and parameters. Its parameters are not touched. State
    /// is cast to the dtype and put on the device of its parameter; it belongs to the optimizer, whatever dispose scope is open.</param>
    /// <param name="path">The checkpoint's path; it is opened and closed again.</param>
    /// <param name="key">Which optimizer, where there are several: its keys from the root,
    /// with dots (<see cref="OptimizerState.Key"/>). Default null: the only one, or of several the only one that fits.</param>
    /// <param name="options">How to open the checkpoint; null for the defaults.</param>
    /// <param name="progress">Told how many bytes have been read; null for nobody.</param>
    /// <param name="cancellation">Ends it; nothing was changed.</param>
    /// <returns>What was set, and what of the file TorchSharp has no place for.</returns>
    /// <exception cref="TrainingStateException">The state does not fit: another kind of optimizer, other numbers or shapes of parameters,
    /// values that are none; or of several not one alone does. Nothing was changed.</exception>
    /// <exception cref="KeyNotFoundException">The checkpoint has no optimizer, or none under the key.</exception>
    /// <exception cref="NotSupportedException">TorchSharp does not give access to the optimizer's state (LBFGS),
    /// or it is not one of TorchSharp's own.</exception>
    /// <exception cref="SafeLoadException">The file is refused, see <see cref="Checkpoint.Open(string, CheckpointOptions?)"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static OptimizerLoadReport load_pt(this torch.optim.Optimizer optimizer, string path, string? key =
        null, CheckpointOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        cancellation.ThrowIfCancellationRequested();
        using Checkpoint checkpoint = CheckpointFile.Open(path, options);
        return optimizer.load_pt(checkpoint, key, progress, cancellation);
    }

    /// <summary>Loads the optimizer's state out of an open checkpoint, see
    /// <see cref="load_pt(torch.optim.Optimizer, string, string?, CheckpointOptions?, IProgress{long}?, CancellationToken)"/>.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="checkpoint">The checkpoint; stays open.</param>
    /// <param name="key">Which optimizer; null for the only one, or of several the only one that fits.</param>
    /// <param name="progress">Told how many bytes have been read; null for nobody.</param>
    /// <param name="cancellation">Ends it; nothing was changed.</param>
    /// <returns>What was set, and what of the file TorchSharp has no place for.</returns>
    /// <exception cref="TrainingStateException">The state does not fit. Nothing was changed.</exception>
    /// <exception cref="KeyNotFoundException">The checkpoint has no optimizer, or none under the key.</exception>
    /// <exception cref="NotSupportedException">TorchSharp does not give access to the optimizer's state (LBFGS),
    /// or it is not one of TorchSharp's own.</exception>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read. Nothing was changed.</exception>
    /// <exception cref="IOException">The file cannot be read. Nothing was changed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static OptimizerLoadReport load_pt(this torch.optim.Optimizer optimizer, Checkpoint checkpoint, string? key = null,
        IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (optimizer is LBFGS) throw LbfgsState.Refusal(checkpoint.Training.Optimizers, key);
        return OptimizerLoader.Load(optimizer,
            KeyedEntry.Find(checkpoint.Training.Optimizers, static state => state.Key, key, "optimizer",
                state => OptimizerLoader.WhyNot(optimizer, state)), progress, cancellation);
    }
}
