using SafeLoad.Placement;

namespace SafeLoad.TorchSharp.Fitting;

/// <summary>Names that a file of safetensors has in its metadata alone, since the format writes tied tensors once: <c>lm_head.weight</c> is
/// <c>embed.weight</c>.</summary>
/// <remarks>safetensors, bindings/python/py_src/safetensors/torch.py, <c>save_model</c>.</remarks>
internal static class TiedNames
{
    /// <summary>The tensors, also under those names that the module asks for.</summary>
    /// <param name="checkpoint">The file.</param>
    /// <param name="weights">Its tensors.</param>
    /// <param name="slots">The module's slots.</param>
    /// <param name="options">How names become the module's.</param>
    public static IReadOnlyCollection<KeyValuePair<string, TensorInfo>> Add(Checkpoint checkpoint, StateDict weights,
        List<TensorSlot> slots, LoadPlanOptions options)
    {
        if (checkpoint.Format != CheckpointFormat.Safetensors) return weights;
        var tied = new List<KeyValuePair<string, TensorInfo>>();
        foreach (var (name, first) in checkpoint.Metadata)
        {
            if (!weights.ContainsKey(name) && weights.TryGetValue(first, out TensorInfo? tensor)) tied.Add(new(name, tensor));
        }
        if (tied.Count == 0) return weights;
        KeyValuePair<string, TensorInfo>[] all = [.. weights, .. tied];
        var asked = LoadPlan.Create(all, slots, options).Report.Loaded.Select(static planned => planned.SourceName).ToHashSet();
        return [.. weights, .. tied.Where(name => asked.Contains(name.Key))];
    }
}
