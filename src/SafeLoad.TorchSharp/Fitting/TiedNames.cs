using SafeLoad.Placement;

namespace SafeLoad.TorchSharp.Fitting;

/// <summary>Other names of a tensor that a file of safetensors has once: <c>lm_head.weight</c> is <c>embed.weight</c>. A module without the
/// other name has no use for it, and its numbers are not lost.</summary>
/// <remarks>safetensors, bindings/python/py_src/safetensors/torch.py, <c>save_model</c>.</remarks>
internal static class TiedNames
{
    /// <summary>The tensors without those names that a plan took nothing of; null if there are none.</summary>
    /// <param name="checkpoint">The file.</param>
    /// <param name="weights">Its tensors.</param>
    /// <param name="report">What the plan took.</param>
    public static IReadOnlyCollection<KeyValuePair<string, TensorInfo>>? WithoutUnused(Checkpoint checkpoint, StateDict weights,
        LoadReport report)
    {
        if (checkpoint.Format != CheckpointFormat.Safetensors || report.Unexpected.Count == 0) return null;
        var asked = report.Loaded.Select(static planned => planned.SourceName).ToHashSet();
        KeyValuePair<string, TensorInfo>[] used = [.. weights.Where(entry => asked.Contains(entry.Key)
            || !(checkpoint.Metadata.TryGetValue(entry.Key, out string? first) && weights.TryGetValue(first, out TensorInfo? tensor)
                && ReferenceEquals(tensor.Storage, entry.Value.Storage)))];
        return used.Length == weights.Count ? null : used;
    }
}
