using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>A module's tensors by all their names, in PyTorch's order.</summary>
internal static class ModuleTensors
{
    /// <summary>Parameters and persistent buffers. TorchSharp's own list of a Sequential leaves out every name but the first of a tied
    /// parameter, without which PyTorch would call the file incomplete.</summary>
    public static IReadOnlyList<(string Name, torch.Tensor Tensor)> Of(torch.nn.Module module)
    {
        Dictionary<string, torch.Tensor> listed = module.state_dict();
        var objects = new HashSet<torch.Tensor>(listed.Values, ReferenceEqualityComparer.Instance);
        var walked = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        var order = new List<(string, torch.Tensor)>();
        Walk(module, "");
        // A module that makes its own list knows better.
        return listed.Keys.All(walked.ContainsKey) ? order : [.. listed.Select(static entry => (entry.Key, entry.Value))];

        void Walk(torch.nn.Module part, string prefix)
        {
            foreach (var (name, parameter) in part.named_parameters(recurse: false)) Take(prefix + name, parameter);
            foreach (var (name, buffer) in part.named_buffers(recurse: false)) Take(prefix + name, buffer);
            foreach (var (name, child) in part.named_children()) Walk(child, prefix + name + ".");
        }

        // Buffers that are not persistent are not in the list.
        void Take(string name, torch.Tensor tensor)
        {
            if (objects.Contains(tensor) && walked.TryAdd(name, tensor)) order.Add((name, tensor));
        }
    }
}
