using SafeLoad.Values;
using SafeLoad.Writing;
using TorchSharp;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp;

/// <summary>Saves modules and whole training runs as files that PyTorch opens, with <c>weights_only=True</c> too.</summary>
public static class SaveExtensions
{
    /// <summary>Saves the module's weights as <c>torch.save(module.state_dict(), path)</c> does:
    /// parameters and persistent buffers by their dotted names.
    /// Tensors on other devices are brought to the CPU a piece at a time; parameters that are tied are written once.</summary>
    /// <param name="module">The module; not changed.</param>
    /// <param name="path">The file's path. It is written as a whole, or not at all.</param>
    /// <param name="overwrite">Whether an existing file is replaced. Default false.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="NotSupportedException">A tensor is sparse, quantized, or of a dtype that files of PyTorch do not have.</exception>
    public static void save_pt(this torch.nn.Module module, string path, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(module);
        var writer = new CheckpointWriter();
        foreach (var (name, value) in CheckpointWriterExtensions.ModuleEntries(module)) writer.Add(name, value);
        writer.Save(path, overwrite);
    }

    /// <summary>Saves a training run, for PyTorch or TorchSharp to go on with:
    /// <c>{'model_state_dict', 'optimizer_state_dict', 'scheduler_state_dict', 'epoch', …}</c>.
    /// For other keys, or more than one optimizer, use <see cref="CheckpointWriter"/> with
    /// <see cref="CheckpointWriterExtensions"/>.</summary>
    /// <param name="model">The model; not changed.</param>
    /// <param name="path">The file's path. It is written as a whole, or not at all.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="scheduler">The learning-rate scheduler; null if there is none.</param>
    /// <param name="epoch">The number of epochs; null if it is not to be saved.</param>
    /// <param name="values">Further entries of the checkpoint, such as a loss (<see cref="PyValues"/>); null for none.</param>
    /// <param name="overwrite">Whether an existing file is replaced. Default false.</param>
    /// <exception cref="ArgumentException">A further entry has a name that is there already.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="NotSupportedException">A tensor cannot be saved,
    /// or the optimizer or scheduler has no counterpart in PyTorch.</exception>
    public static void save_pt(this torch.nn.Module model, string path, torch.optim.Optimizer optimizer, LRScheduler? scheduler =
        null, long? epoch = null, IEnumerable<KeyValuePair<string, PyValue>>? values = null, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        var writer = new CheckpointWriter();
        if (epoch is { } count) writer.Add("epoch", count);
        writer.Add("model_state_dict", model).Add("optimizer_state_dict", optimizer, scheduler);
        if (scheduler is not null) writer.Add("scheduler_state_dict", scheduler);
        foreach (var (name, value) in values ?? []) writer.Add(name, value);
        writer.Save(path, overwrite);
    }
}
