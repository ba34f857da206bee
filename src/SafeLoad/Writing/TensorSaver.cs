using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>Writes tensors by name, of any checkpoint, as safetensors or as a checkpoint of PyTorch: in one file or in shards with an index.</summary>
public static class TensorSaver
{
    /// <summary>Writes safetensors.</summary>
    /// <param name="tensors">The tensors by name; their checkpoint must be open. Names are unique.</param>
    /// <param name="path">The file's path; of shards the name that their names are made of.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="NotSupportedException">A tensor is sparse, nested, quantized or without data, or has a dtype that the format lacks, or tensors share bytes where that is an error.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="IOException">A file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read.</exception>
    public static SaveReport SaveAsSafetensors(this IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path, SaveOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= SaveOptions.Default;
        List<KeyValuePair<string, TensorInfo>> all = Strided(Unique(tensors));
        Dictionary<string, string> shared = options.Shared == SharedTensors.Copy ? [] : SharedViews.Find(all);
        if (shared.Count > 0 && options.Shared == SharedTensors.Error) throw new NotSupportedException("Tensors share their bytes, which safetensors cannot: " + Names(shared.Select(static pair => $"{pair.Key} is {pair.Value}")));
        var run = new SaveRun(options);
        List<(string Name, TensorInfo Tensor)> kept = [.. all.Where(pair => !shared.ContainsKey(pair.Key)).Select(pair => (pair.Key, run.Cast(pair.Key, pair.Value)))];
        string[] strange = [.. kept.Where(static entry => SafetensorsDTypes.NameOf(entry.Tensor.DType) is null).Select(static entry => $"{entry.Name} ({entry.Tensor.DType})")];
        if (strange.Length > 0) throw new NotSupportedException("safetensors has no dtype for " + Names(strange) + "; leave them out, or write a checkpoint of PyTorch");
        var metadata = new Dictionary<string, string>(options.Metadata, StringComparer.Ordinal);
        foreach (var (dropped, first) in shared) metadata.TryAdd(dropped, first);
        return run.Write(path, kept, shared, (stream, shard, _) => SafetensorsFile.Write(shard, metadata, stream, cancellation), (shard, _) => SafetensorsFile.LengthOf(shard, metadata));
    }

    /// <summary>Writes a checkpoint of PyTorch: an OrderedDict of the tensors, which <c>torch.load(weights_only=True)</c> opens. Tensors that share bytes go on sharing them, in each file.</summary>
    /// <param name="tensors">The tensors by name; their checkpoint must be open. Names are unique.</param>
    /// <param name="path">The file's path; of shards the name that their names are made of.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="IOException">A file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read.</exception>
    public static SaveReport SaveAsCheckpoint(this IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path, SaveOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var run = new SaveRun(options ??= SaveOptions.Default);
        List<(string Name, TensorInfo Tensor)> all = [.. Unique(tensors).Select(pair => (pair.Key, run.Cast(pair.Key, pair.Value)))];
        return run.Write(path, all, new Dictionary<string, string>(),
            (stream, shard, file) => CheckpointFile.Write(Root(shard), stream, ArchiveName.Of(file), compact: true, cancellation), (shard, file) => CheckpointFile.LengthOf(Root(shard), ArchiveName.Of(file), compact: true));

        static PyValue Root(IEnumerable<(string Name, TensorInfo Tensor)> shard)
        {
            var dict = new PyDict(PyDict.OrderedDictType);
            foreach (var (name, tensor) in shard) dict.Add(PyValue.FromText(name), new PyValue(new PyTensor(tensor)));
            return new PyValue(dict);
        }
    }

    private static List<KeyValuePair<string, TensorInfo>> Unique(IEnumerable<KeyValuePair<string, TensorInfo>> tensors)
    {
        List<KeyValuePair<string, TensorInfo>> all = [.. tensors];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in all)
        {
            if (!seen.Add(name)) throw new ArgumentException($"Two tensors are called '{name}'.", nameof(tensors));
        }
        return all;
    }

    private static List<KeyValuePair<string, TensorInfo>> Strided(List<KeyValuePair<string, TensorInfo>> all)
    {
        string[] others = [.. all.Where(static pair => pair.Value.Storage is null || pair.Value.Quantization is not null).Select(static pair => $"{pair.Key} ({What(pair.Value)})")];
        return others.Length == 0 ? all : throw new NotSupportedException("safetensors holds strided tensors with data only, not " + Names(others) + "; leave them out, or write a checkpoint of PyTorch");
    }

    private static string What(TensorInfo tensor) =>
        tensor.Quantization is not null ? "quantized" : tensor.IsMeta ? "no data" : tensor.Nested is not null ? "nested" : tensor.LayoutName;

    private static string Names(IEnumerable<string> names)
    {
        const int shown = 10;
        List<string> all = [.. names];
        return string.Join(", ", all.Take(shown)) + (all.Count > shown ? FormattableString.Invariant($" and {all.Count - shown} more") : "");
    }
}
