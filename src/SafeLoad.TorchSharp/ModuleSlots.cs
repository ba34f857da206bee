using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>The parameters and persistent buffers of a module as the slots of a plan.</summary>
internal sealed class ModuleSlots
{
    private ModuleSlots(Dictionary<string, torch.Tensor> tensors, List<TensorSlot> slots) => (Tensors, Slots) = (tensors, slots);

    /// <summary>The tensors by name; tied ones under each of theirs.</summary>
    public Dictionary<string, torch.Tensor> Tensors { get; }

    public List<TensorSlot> Slots { get; }

    /// <exception cref="NotSupportedException">A tensor is of a dtype that files do not have, or not strided.</exception>
    public static ModuleSlots Of(torch.nn.Module module)
    {
        var tensors =
            ModuleTensors.Of(module).ToDictionary(static entry => entry.Name, static entry => entry.Tensor, StringComparer.Ordinal);
        Dictionary<string, string> tied = TiedTensors.Find(tensors);
        var slots = new List<TensorSlot>(tensors.Count);
        foreach (var (name, tensor) in tensors)
        {
            if (tensor.is_sparse)
                throw new NotSupportedException($"'{Checkpoint.Escape(name)}' of the module is sparse; strided tensors are filled.");
            slots.Add(new TensorSlot(name, TorchDTypes.Of(tensor.dtype), tensor.shape) { SameAs = tied[name] });
        }
        return new ModuleSlots(tensors, slots);
    }
}
