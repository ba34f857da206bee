using System.Reflection;
using SafeLoad.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace SafeLoad.TorchSharp;

/// <summary>Gives parameters of modules on the meta device memory. TorchSharp has no way for all of them: only a class with a property that can be set lets go of the old one.</summary>
internal static class MetaModules
{
    /// <summary>Replaces the tensors that a plan fills and that are on the meta device.</summary>
    /// <exception cref="NotSupportedException">A class does not let one of them be set. Nothing was replaced.</exception>
    public static void Materialize(torch.nn.Module module, IReadOnlyList<PlannedTensor> tensors, ModuleSlots slots)
    {
        Dictionary<string, torch.nn.Module> modules = module.named_modules().ToDictionary(static pair => pair.name, static pair => pair.module, StringComparer.Ordinal);
        modules[""] = module;
        var set = new List<(string Name, torch.nn.Module Owner, PropertyInfo Property)>();
        foreach (PlannedTensor planned in tensors)
        {
            string name = planned.Slot.Name;
            if (slots.Tensors[name].device_type != DeviceType.META) continue;
            int dot = name.LastIndexOf('.');
            PropertyInfo? property = modules.TryGetValue(dot < 0 ? "" : name[..dot], out torch.nn.Module? owner) ? owner.GetType().GetProperty(name[(dot + 1)..], BindingFlags.Public | BindingFlags.Instance) : null;
            if (property is not { CanWrite: true } || !property.PropertyType.IsAssignableFrom(typeof(Parameter)))
                throw new NotSupportedException($"'{SafeText.Escape(name)}' is on the meta device, and {owner?.GetType().Name ?? "its module"} of TorchSharp does not let it be set; make this module on the CPU.");
            set.Add((name, owner!, property));
        }
        var made = new Dictionary<nint, Parameter>();
        foreach (var (name, owner, property) in set)
        {
            torch.Tensor old = slots.Tensors[name];
            nint handle = old.Handle;
            if (!made.TryGetValue(handle, out Parameter? parameter))
            {
                parameter = new Parameter(torch.empty(old.shape, dtype: old.dtype), old.requires_grad);
                made.Add(handle, (Parameter)parameter.DetachFromDisposeScope());
            }
            property.SetValue(owner, parameter);
            slots.Tensors[name] = parameter;
        }
    }
}
