using SafeLoad.TorchSharp.Optimizers;
using SafeLoad.TorchSharp.Saving;
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
    /// <param name="progress">Told how many bytes have been written, on the thread that writes; null for nobody.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="ArgumentException">The path asks for safetensors: see <see cref="save_safetensors"/>.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="NotSupportedException">A tensor is sparse, or of a dtype that files of PyTorch do not have.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void save_pt(this torch.nn.Module module, string path, bool overwrite = false, IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        CheckName(path);
        using var tensors = new TensorSet();
        var writer = new CheckpointWriter();
        foreach (var (name, value) in CheckpointWriterExtensions.ModuleEntries(module, tensors)) writer.Add(name, value);
        writer.Save(path, overwrite, progress, cancellation);
    }

    /// <summary>Saves the module's weights as safetensors: parameters and persistent buffers by their dotted names. Of parameters that are
    /// tied the first name is written, and the others are named in the file's metadata, as Hugging Face's libraries do: a module that ties
    /// them loads the file as a whole.</summary>
    /// <param name="module">The module; not changed.</param>
    /// <param name="path">The file's path; of shards the name that their names are made of. All files are written, or none.</param>
    /// <param name="overwrite">Whether existing files are replaced. Default false.</param>
    /// <param name="options">The dtype, the size of shards, free text, and what else; null for the defaults.</param>
    /// <param name="progress">Told how many bytes have been written; null for nobody.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <returns>What was written: the files, their lengths, the tensors, and the names that are tied to others.</returns>
    /// <exception cref="IOException">A file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="NotSupportedException">A tensor is sparse, quantized, or of a dtype that safetensors do not have; the message names
    /// it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SavePlan save_safetensors(this torch.nn.Module module, string path, bool overwrite = false, SaveOptions? options = null,
        IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= SaveOptions.Default;
        using var tensors = new TensorSet();
        SavePlan plan = SavePlan.Of(
            CheckpointWriterExtensions.ModuleEntries(module, tensors)
                .Select(static entry => KeyValuePair.Create(entry.Name, entry.Value.AsTensor())).ToList(),
            path, TensorFileFormat.Safetensors, options with { Overwrite = overwrite || options.Overwrite });
        plan.Write(progress, cancellation);
        return plan;
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
    /// <param name="progress">Told how many bytes have been written, on the thread that writes; null for nobody.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="ArgumentException">A further entry has a name that is there already, or the path asks for safetensors, which hold
    /// tensors alone.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="NotSupportedException">A tensor cannot be saved,
    /// or the optimizer or scheduler has no counterpart in PyTorch.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void save_pt(this torch.nn.Module model, string path, torch.optim.Optimizer optimizer, LRScheduler? scheduler =
        null, long? epoch = null, IEnumerable<KeyValuePair<string, PyValue>>? values = null, bool overwrite = false,
        IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        CheckName(path);
        using var tensors = new TensorSet();
        var writer = new CheckpointWriter();
        if (epoch is { } count) writer.Add("epoch", count);
        writer.Add("model_state_dict", CheckpointWriterExtensions.ModuleDict(model, tensors))
            .Add("optimizer_state_dict", OptimizerWriter.ToValue(optimizer, scheduler, tensors));
        if (scheduler is not null) writer.Add("scheduler_state_dict", scheduler);
        foreach (var (name, value) in values ?? []) writer.Add(name, value);
        writer.Save(path, overwrite, progress, cancellation);
    }

    // Whoever reads a file of that name would take a zip for a broken one.
    private static void CheckName(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (TensorFileFormat.OfPath(path) == TensorFileFormat.Safetensors)
            throw new ArgumentException($"'{Checkpoint.Escape(path)}' asks for safetensors, and save_pt writes PyTorch's zip: "
                + "save_safetensors writes a module's weights under that name.", nameof(path));
    }
}
