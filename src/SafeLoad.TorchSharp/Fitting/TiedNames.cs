using SafeLoad.Placement;

namespace SafeLoad.TorchSharp.Fitting;

/// <summary>Other names of a tensor that a file of safetensors has once: <c>lm_head.weight</c> is <c>embed.weight</c>. A module without the
/// other name has no use for it, and its numbers are not lost.</summary>
internal static class TiedNames
{
    /// <summary>The tensors without those names that a plan took nothing of; null if there are none.</summary>
    /// <param name="weights">The file's tensors.</param>
    /// <param name="report">What the plan took.</param>
    public static IReadOnlyCollection<KeyValuePair<string, TensorInfo>>? WithoutUnused(StateDict weights, LoadReport report)
    {
        if (report.Unexpected.Count == 0) return null;
        var asked = report.Loaded.Select(static planned => planned.SourceName).ToHashSet();
        KeyValuePair<string, TensorInfo>[] used =
            [.. weights.Where(entry => entry.Value.TiedTo is null || asked.Contains(entry.Key))];
        return used.Length == weights.Count ? null : used;
    }
}
