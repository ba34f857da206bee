using SafeLoad.Placement;
using SafeLoad.Values;

namespace SafeLoad.TorchSharp.Fitting;

/// <summary>Norms of before PyTorch 0.4.1 counted no batches: files of that time, and of programs that keep no versions, lack the counter,
/// and nothing is missing.</summary>
/// <remarks>torch/nn/modules/batchnorm.py, <c>_NormBase._load_from_state_dict</c>.</remarks>
internal static class OldCounters
{
    private const string Counter = "num_batches_tracked", Mean = "running_mean";
    private const long SinceVersion = 2;

    /// <summary>Whether a tensor of a name is such a counter.</summary>
    public static bool IsCounter(string name) => NameOf(name) == Counter;

    /// <summary>Takes the slots away that such a file need not have.</summary>
    /// <param name="slots">The module's slots.</param>
    /// <param name="report">What fits.</param>
    /// <param name="metadata">The file's <c>_metadata</c>.</param>
    public static void Excuse(List<TensorSlot> slots, LoadReport report, Func<PyDict?> metadata)
    {
        if (!report.Missing.Any(IsCounter)) return;
        PyDict? versions = metadata();
        var excused = new HashSet<string>(StringComparer.Ordinal);
        foreach (PlannedTensor planned in report.Loaded)
        {
            if (NameOf(planned.Slot.Name) == Mean && VersionOf(versions, ModuleOf(planned.SourceName)) is null or < SinceVersion)
                excused.Add(ModuleOf(planned.Slot.Name) + Counter);
        }
        excused.IntersectWith(report.Missing);
        slots.RemoveAll(slot => excused.Contains(slot.Name));
    }

    private static long? VersionOf(PyDict? versions, string module) =>
        versions is not null && versions.TryGetValue(module.TrimEnd('.'), out PyValue entries) && entries.Reference is PyDict own
            && own.TryGetValue("version", out PyValue version) ? PyNumbers.Count(version) : null;

    // With the dot.
    private static string ModuleOf(string name) => name[..(name.LastIndexOf('.') + 1)];

    private static string NameOf(string name) => name[(name.LastIndexOf('.') + 1)..];
}
