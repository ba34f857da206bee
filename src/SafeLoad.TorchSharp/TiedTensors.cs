using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>
/// Which tensors of a module are one: <c>head.weight = embedding.weight</c>. TorchSharp's own layers have one object for it; those that are
/// implemented in libtorch hand out another object each time, which has nothing to be compared by on every device.
/// </summary>
internal static class TiedTensors
{
    /// <summary>Finds them.</summary>
    /// <param name="tensors">A module's tensors by name.</param>
    /// <returns>For each name the first name of the same tensor.</returns>
    public static Dictionary<string, string> Find(IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        var byHandle = new Dictionary<nint, string>();
        var alike = new Dictionary<(torch.ScalarType, string, string), List<string>>();
        foreach (var (name, tensor) in tensors)
        {
            first.Add(name, name);
            if (!byHandle.TryAdd(tensor.Handle, name)) first[name] = byHandle[tensor.Handle];
            else if (tensor.is_leaf && (torch.is_floating_point(tensor) || torch.is_complex(tensor)))
            {
                var key = (tensor.dtype, string.Join(',', tensor.shape), tensor.device.ToString());
                if (!alike.TryGetValue(key, out List<string>? names)) alike.Add(key, names = []);
                names.Add(name);
            }
        }
        foreach (List<string> names in alike.Values)
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

    // Writes each one's number into them, bit by bit, as whether it requires gradients: those that are one show the last number that was written.
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
