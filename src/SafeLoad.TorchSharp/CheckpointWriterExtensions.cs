using SafeLoad.TorchSharp.Optimizers;
using SafeLoad.TorchSharp.Saving;
using SafeLoad.TorchSharp.Schedulers;
using SafeLoad.Values;
using SafeLoad.Writing;
using TorchSharp;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp;

/// <summary>Adds what TorchSharp has to a checkpoint that PyTorch opens.</summary>
/// <remarks>Tensors are read when the checkpoint is saved: until then they must live and stay as they are.</remarks>
public static class CheckpointWriterExtensions
{
    /// <summary>Adds a tensor, without requires_grad.</summary>
    /// <param name="writer">The checkpoint to be.</param>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor, on any device; stays the caller's.</param>
    /// <returns>The same writer.</returns>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    /// <exception cref="NotSupportedException">It is sparse, or of a dtype that files of PyTorch do not have.</exception>
    public static CheckpointWriter Add(this CheckpointWriter writer, string name, torch.Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(tensor);
        return writer.Add(name, new TensorSet().Add(tensor));
    }

    /// <summary>Adds a module's state dict: parameters and persistent buffers by their dotted names,
    /// as PyTorch's <c>state_dict()</c> has them. Parameters
    /// that are tied are written once.</summary>
    /// <param name="writer">The checkpoint to be.</param>
    /// <param name="name">Its name: <c>model_state_dict</c>.</param>
    /// <param name="module">The module; stays the caller's.</param>
    /// <returns>The same writer.</returns>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    /// <exception cref="NotSupportedException">A tensor is sparse, or of a dtype that files of PyTorch do not have.</exception>
    public static CheckpointWriter Add(this CheckpointWriter writer, string name, torch.nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(module);
        return writer.Add(name, ModuleDict(module, new TensorSet()));
    }

    /// <summary>Adds an optimizer's state dict, as PyTorch's <c>optimizer.load_state_dict</c> takes it.</summary>
    /// <param name="writer">The checkpoint to be.</param>
    /// <param name="name">Its name: <c>optimizer_state_dict</c>.</param>
    /// <param name="optimizer">The optimizer; stays the caller's.</param>
    /// <param name="scheduler">Its scheduler: PyTorch's OneCycleLR keeps its rates in the optimizer's groups.
    /// Null if there is none.</param>
    /// <returns>The same writer.</returns>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    /// <exception cref="NotSupportedException">TorchSharp does not give access to the optimizer's state (LBFGS),
    /// or it is not one of TorchSharp's own.</exception>
    public static CheckpointWriter Add(this CheckpointWriter writer, string name, torch.optim.Optimizer optimizer, LRScheduler? scheduler =
        null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(optimizer);
        return writer.Add(name, OptimizerWriter.ToValue(optimizer, scheduler, new TensorSet()));
    }

    /// <summary>Adds a scheduler's state dict, as PyTorch's <c>scheduler.load_state_dict</c> takes it. Functions are not saved,
    /// nor the phases of OneCycleLR: there PyTorch's scheduler must be made with the same arguments.</summary>
    /// <param name="writer">The checkpoint to be.</param>
    /// <param name="name">Its name: <c>scheduler_state_dict</c>.</param>
    /// <param name="scheduler">The scheduler.</param>
    /// <returns>The same writer.</returns>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    /// <exception cref="NotSupportedException">It is no scheduler of TorchSharp's own.</exception>
    public static CheckpointWriter Add(this CheckpointWriter writer, string name, LRScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(scheduler);
        return writer.Add(name, SchedulerWriter.ToValue(scheduler));
    }

    internal static PyValue ModuleDict(torch.nn.Module module, TensorSet tensors) =>
        PyValues.OrderedDict(ModuleEntries(module, tensors)
            .Select(static entry => KeyValuePair.Create(PyValues.Str(entry.Name), entry.Value)));

    internal static IEnumerable<(string Name, PyValue Value)> ModuleEntries(torch.nn.Module module, TensorSet tensors) =>
        ModuleTensors.Of(module).Select(entry => (entry.Name, tensors.Add(entry.Tensor)));
}
