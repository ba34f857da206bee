using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>Casts, spreads over shards, and writes all files before the first of them gets its name.</summary>
internal sealed class SaveRun(SaveOptions options)
{
    private readonly Dictionary<string, CastSource> _casts = new(StringComparer.Ordinal);
    private readonly Dictionary<(StorageInfo, string), TensorInfo> _known = [];

    internal delegate void Writer(Stream stream, IReadOnlyList<(string Name, TensorInfo Tensor)> shard, string path);

    /// <summary>The tensor as it is written; tied weights stay tied.</summary>
    public TensorInfo Cast(string name, TensorInfo tensor)
    {
        if (options.FloatDType is not { } dtype || !tensor.DType.IsFloatingPoint || tensor.DType == dtype || tensor.Storage is null) return tensor;
        if (!FloatCast.IsPossible(tensor.DType, dtype)) throw new NotSupportedException($"{tensor.DType} is not cast to {dtype} ({name})");
        // As text, which is hashed with a seed: the file chose the numbers.
        var key = (tensor.Storage, FormattableString.Invariant($"{tensor.StorageOffset}/") + string.Join(',', tensor.ShapeArray) + "/" + string.Join(',', tensor.StrideArray) + tensor.DType.Name);
        if (_known.TryGetValue(key, out TensorInfo? known)) return known;
        TensorInfo cast = CastSource.Cast(tensor, dtype, out CastSource source);
        _casts.Add(name, source);
        return _known[key] = cast;
    }

    public SaveReport Write(string path, List<(string Name, TensorInfo Tensor)> tensors, IReadOnlyDictionary<string, string> dropped, Writer write, Func<IReadOnlyList<(string Name, TensorInfo Tensor)>, string, long> lengthOf)
    {
        List<List<(string Name, TensorInfo Tensor)>> shards = ShardNames.Split(tensors, LengthOf, options.MaxShardBytes);
        var files = new List<SavedFile>();
        var open = new List<AtomicFile>();
        try
        {
            for (int i = 0; i < shards.Count; i++)
            {
                string name = ShardNames.Of(path, i + 1, shards.Count);
                if (options.DryRun)
                {
                    files.Add(new SavedFile(name, lengthOf(shards[i], name), shards[i].Count));
                    continue;
                }
                AtomicFile file = AtomicFile.Create(name, options.Overwrite);
                open.Add(file);
                write(file.Stream, shards[i], name);
                files.Add(new SavedFile(name, file.Stream.Length, shards[i].Count));
            }
            if (shards.Count > 1) AddIndex(path, shards, files, open);
            foreach (AtomicFile file in open) file.Complete();
            foreach (AtomicFile file in open) file.Commit();
        }
        finally
        {
            foreach (AtomicFile file in open) file.Dispose();
        }
        var overflows = _casts.Where(static cast => cast.Value.Overflowed > 0).ToDictionary(static cast => cast.Key, static cast => cast.Value.Overflowed, StringComparer.Ordinal);
        return new SaveReport(files, dropped, [.. _casts.Keys], overflows);
    }

    private void AddIndex(string path, List<List<(string Name, TensorInfo Tensor)>> shards, List<SavedFile> files, List<AtomicFile> open)
    {
        var map = shards.SelectMany((shard, i) => shard.Select(entry => (entry.Name, Path.GetFileName(files[i].Path))));
        byte[] index = ShardNames.Index(shards.Sum(static shard => shard.Sum(LengthOf)), map);
        string name = ShardNames.IndexOf(path);
        files.Add(new SavedFile(name, index.Length, 0));
        if (options.DryRun) return;
        AtomicFile file = AtomicFile.Create(name, options.Overwrite);
        open.Add(file);
        file.Stream.Write(index);
    }

    private static long LengthOf((string Name, TensorInfo Tensor) entry) => entry.Tensor.Storage is null ? 0 : entry.Tensor.ByteLength;
}
