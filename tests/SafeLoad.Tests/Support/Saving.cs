using SafeLoad.Writing;

namespace SafeLoad.Tests.Support;

/// <summary>Plans, and writes at once what was planned.</summary>
internal static class Saving
{
    public static SavePlan PlanSave(this IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path, TensorFileFormat format,
        SaveOptions? options = null) => SavePlan.Of(tensors, path, format, options);

    public static (SavePlan Plan, IReadOnlyDictionary<string, long> Overflows) SaveAsSafetensors(
        this IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path, SaveOptions? options = null,
        CancellationToken cancellation = default) => Write(tensors.PlanSave(path, TensorFileFormat.Safetensors, options), cancellation);

    public static (SavePlan Plan, IReadOnlyDictionary<string, long> Overflows) SaveAsCheckpoint(
        this IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path, SaveOptions? options = null,
        CancellationToken cancellation = default) => Write(tensors.PlanSave(path, TensorFileFormat.Zip, options), cancellation);

    private static (SavePlan Plan, IReadOnlyDictionary<string, long> Overflows) Write(SavePlan plan, CancellationToken cancellation) =>
        (plan, plan.Write(cancellation: cancellation));
}
