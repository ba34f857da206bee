using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>Writes tensors by name, of any checkpoint, as safetensors or as a checkpoint of PyTorch:
/// in one file or spread over several.</summary>
public static class TensorSaver
{
    /// <summary>Plans it: nothing is written, and no tensor is read.</summary>
    /// <param name="tensors">The tensors by name; their checkpoint must be open until the plan is written. Names are unique.</param>
    /// <param name="path">The file's path; of shards the name that their names are made of.</param>
    /// <param name="format">What is written.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <exception cref="NotSupportedException">A tensor is one that the format cannot hold and may not be left out: sparse,
    /// nested, quantized, without data, of a dtype that it lacks; or tensors share bytes where that is an error,
    /// or repeat them by the terabyte.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    public static SavePlan PlanSave(this IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path, TensorFileFormat format,
        SaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(format);
        return new SavePlanner(format, options ?? SaveOptions.Default).Plan(path, tensors);
    }

    /// <summary>Writes safetensors.</summary>
    /// <param name="tensors">The tensors by name; their checkpoint must be open. Names are unique.</param>
    /// <param name="path">The file's path; of shards the name that their names are made of.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="NotSupportedException">As for <see cref="PlanSave"/>.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="IOException">A file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read.</exception>
    public static SaveReport SaveAsSafetensors(this IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path,
        SaveOptions? options = null, CancellationToken cancellation = default) =>
        Save(tensors.PlanSave(path, TensorFileFormat.Safetensors, options), cancellation);

    /// <summary>Writes a checkpoint of PyTorch: an OrderedDict of the tensors, which <c>torch.load(weights_only=True)</c> opens.
    /// Tensors that share bytes go on sharing them, in each file.</summary>
    /// <inheritdoc cref="SaveAsSafetensors"/>
    public static SaveReport SaveAsCheckpoint(this IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path,
        SaveOptions? options = null, CancellationToken cancellation = default) =>
        Save(tensors.PlanSave(path, TensorFileFormat.Zip, options), cancellation);

    private static SaveReport Save(SavePlan plan, CancellationToken cancellation) => new(plan, plan.Write(cancellation: cancellation));
}
