using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>Writes tensors by name, of any checkpoint, as safetensors or as a checkpoint of PyTorch: in one file or spread over several.</summary>
public static class TensorSaver
{
    /// <summary>Writes safetensors.</summary>
    /// <param name="tensors">The tensors by name; their checkpoint must be open. Names are unique.</param>
    /// <param name="path">The file's path; of shards the name that their names are made of.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="NotSupportedException">A tensor is sparse, nested, quantized or without data, or has a dtype that the format lacks, and may not be left out; or tensors share bytes where that is an error.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="IOException">A file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read.</exception>
    public static SaveReport SaveAsSafetensors(this IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path, SaveOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var run = new SaveRun(options ??= SaveOptions.Default, cancellation);
        var format = new SafetensorsTensors(options.Metadata);
        List<KeyValuePair<string, TensorInfo>> all = run.Prepare(tensors, format);
        Dictionary<string, string> shared = options.Shared == SharedTensors.Copy ? [] : SharedViews.Find(all);
        if (shared.Count > 0 && options.Shared == SharedTensors.Error) throw new NotSupportedException("Tensors share their bytes, which safetensors cannot: " + NameList.Of(shared.Select(static pair => $"{pair.Key} is {pair.Value}")));
        format.Drop(shared);
        return run.Write(path, [.. all.Where(pair => !shared.ContainsKey(pair.Key))], format, shared);
    }

    /// <summary>Writes a checkpoint of PyTorch: an OrderedDict of the tensors, which <c>torch.load(weights_only=True)</c> opens. Tensors that share bytes go on sharing them, in each file.</summary>
    /// <param name="tensors">The tensors by name; their checkpoint must be open. Names are unique.</param>
    /// <param name="path">The file's path; of shards the name that their names are made of.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="NotSupportedException">The stream of PyTorch before 1.6 is asked for, and cannot hold a tensor that may not be left out: nested, without data, of a dtype without a storage class.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="IOException">A file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read.</exception>
    public static SaveReport SaveAsCheckpoint(this IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path, SaveOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var run = new SaveRun(options ??= SaveOptions.Default, cancellation);
        var format = new TorchTensors(options.LegacyStream, options.ModuleMetadata);
        return run.Write(path, run.Prepare(tensors, format), format, new Dictionary<string, string>());
    }
}
