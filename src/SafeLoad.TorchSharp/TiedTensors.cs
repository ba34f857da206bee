using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>
/// Which tensors of a module are one: <c>head.weight = embedding.weight</c>. TorchSharp's own layers have one object for it; those that are
/// implemented in libtorch hand out another object each time. Memory of the CPU tells that they are the same;
/// other devices tell no addresses.
/// </summary>
internal static class TiedTensors
{
    /// <summary>Finds them.</summary>
    /// <param name="tensors">A module's tensors by name.</param>
    /// <returns>For each name the first name of the same tensor.</returns>
    public static Dictionary<string, string> Find(IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var alike = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            string place = TensorPlace.Of(tensor);
            first.Add(name, known.TryGetValue(place, out string? other) ? other : name);
            if (!known.TryAdd(place, name) || tensor.device_type == DeviceType.CPU || !tensor.is_leaf
                || !(torch.is_floating_point(tensor) || torch.is_complex(tensor))) continue;
            string key = $"{(sbyte)tensor.dtype} {tensor.device} {string.Join(',', tensor.shape)}";
            if (!alike.TryGetValue(key, out List<string>? names)) alike.Add(key, names = []);
            names.Add(name);
        }
        foreach (List<string> names in alike.Values.Where(static names => names.Count > 1))
        {
            int[] last = LastOfSame([.. names.Select(name => tensors[name])]);
            var firstOf = new Dictionary<int, string>();
            for (int i = 0; i < last.Length; i++)
            {
                if (!firstOf.TryAdd(last[i], names[i])) first[names[i]] = firstOf[last[i]];
            }
        }
        foreach (string name in tensors.Keys) first[name] = first[first[name]];
        return first;
    }

    // Writes each one's number into them, bit by bit, as whether it requires gradients:
    // those that are one show the last number that was written.
    // A leaf has no other effect of it, and all get back what they had.
    private static int[] LastOfSame(torch.Tensor[] tensors)
    {
        int[] last = new int[tensors.Length];
        bool[] before = [.. tensors.Select(static tensor => tensor.requires_grad)];
        try
        {
            for (int bit = 1; bit < tensors.Length; bit <<= 1)
            {
                for (int i = 0; i < tensors.Length; i++) tensors[i].requires_grad = (i & bit) != 0;
                for (int i = 0; i < tensors.Length; i++) last[i] |= tensors[i].requires_grad ? bit : 0;
            }
        }
        finally
        {
            for (int i = 0; i < tensors.Length; i++) tensors[i].requires_grad = before[i];
        }
        return last;
    }
}
