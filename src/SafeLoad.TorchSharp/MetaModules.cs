using System.Reflection;
using SafeLoad.Placement;
using TorchSharp;
using TorchSharp.Modules;

namespace SafeLoad.TorchSharp;

/// <summary>Gives parameters of modules on the meta device memory. TorchSharp has no way for all of them: only a class with a property that
/// can be set lets go of the old one. Disposed without <see cref="Assign"/>, it takes the memory back.</summary>
internal sealed class MetaModules : IDisposable
{
    private readonly Dictionary<string, torch.Tensor> _made = new(StringComparer.Ordinal);
    private readonly List<(Place Place, torch.Tensor Tensor)> _replacements = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _isAssigned;

    /// <summary>Makes memory for the tensors that a plan fills and that are on the meta device: the slots have it from now on, the module
    /// gets it by <see cref="Assign"/>.</summary>
    /// <exception cref="NotSupportedException">A class does not let one of them be set.</exception>
    public MetaModules(torch.nn.Module module, IReadOnlyList<PlannedTensor> tensors, ModuleSlots slots)
    {
        Dictionary<string, torch.nn.Module> modules =
            module.named_modules().ToDictionary(static pair => pair.name, static pair => pair.module, StringComparer.Ordinal);
        modules[""] = module;
        var wanted = tensors.Where(planned => slots.Tensors[planned.Slot.Name].device_type == DeviceType.META)
            .Select(static planned => planned.Slot.SameAs).ToHashSet();
        var places = new Dictionary<(torch.nn.Module, string), Place>();
        var byHandle = new Dictionary<nint, string>();
        // Also the names that the file has nothing for, where they are tied to one that it has.
        foreach (TensorSlot slot in slots.Slots.Where(slot => wanted.Contains(slot.SameAs)))
        {
            int dot = slot.Name.LastIndexOf('.');
            PropertyInfo? property = modules.TryGetValue(dot < 0 ? "" : slot.Name[..dot], out torch.nn.Module? owner)
                ? owner.GetType().GetProperty(slot.Name[(dot + 1)..], BindingFlags.Public | BindingFlags.Instance) : null;
            if (property is not { CanWrite: true } || !property.PropertyType.IsAssignableFrom(slots.Tensors[slot.Name].GetType()))
                throw new NotSupportedException($"'{Checkpoint.Escape(slot.Name)}' is on the meta device, and "
                    + $"{owner?.GetType().Name ?? "its module"} of TorchSharp does not let it be set; make this module on the CPU.");
            if (!places.TryAdd((owner!, property.Name), new Place(slot, owner!, property))) continue;
            // A layer disposes of the tensor that it lets go of, and another one that has the very same object could not let go of it any
            // more.
            if (!byHandle.TryAdd(slots.Tensors[slot.Name].Handle, slot.Name))
                throw new NotSupportedException($"'{Checkpoint.Escape(slot.Name)}' is on the meta device and the same object as "
                    + $"'{Checkpoint.Escape(byHandle[slots.Tensors[slot.Name].Handle])}', which TorchSharp does not let both be set; make "
                    + "these modules on the CPU.");
        }
        foreach (Place place in places.Values) _replacements.Add((place, Make(place.Slot, slots.Tensors[place.Slot.Name])));
        foreach (TensorSlot slot in slots.Slots)
        {
            if (!_made.TryGetValue(slot.SameAs!, out torch.Tensor? tensor)) continue;
            slots.Tensors[slot.Name] = tensor;
            _names.Add(slot.Name);
        }
    }

    /// <summary>Whether the module has none of what a slot got until <see cref="Assign"/>.</summary>
    public bool Has(string name) => _names.Contains(name);

    /// <summary>Gives the module its new tensors, once they have their numbers.</summary>
    public void Assign()
    {
        _isAssigned = true;
        foreach (var (place, tensor) in _replacements) place.Property.SetValue(place.Owner, tensor);
    }

    public void Dispose()
    {
        if (_isAssigned) return;
        foreach (torch.Tensor tensor in _made.Values) tensor.Dispose();
    }

    // Those that are tied in the module are one tensor.
    private torch.Tensor Make(TensorSlot slot, torch.Tensor old)
    {
        if (_made.TryGetValue(slot.SameAs!, out torch.Tensor? tensor)) return tensor;
        tensor = torch.empty(old.shape, dtype: old.dtype, device: torch.CPU);
        if (old is Parameter) tensor = new Parameter(tensor, old.requires_grad);
        _made.Add(slot.SameAs!, tensor.DetachFromDisposeScope());
        return tensor;
    }

    // Where a module keeps a tensor.
    private sealed record Place(TensorSlot Slot, torch.nn.Module Owner, PropertyInfo Property);
}
