using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>Casts, leaves out, spreads over shards, and writes all files before the first of them gets its name.</summary>
internal sealed class SaveRun(SaveOptions options, CancellationToken cancellation)
{
    private readonly Dictionary<string, CastSource> _casts = new(StringComparer.Ordinal);
    private readonly Dictionary<(StorageInfo, string), TensorInfo> _known = [];
    private readonly Dictionary<string, string> _skipped = new(StringComparer.Ordinal);
    private long _written;

    /// <summary>The tensors as a format holds them: cast, tied ones still tied, and without those that it cannot hold.</summary>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="NotSupportedException">The format cannot hold a tensor, and it may not be left out.</exception>
    public List<KeyValuePair<string, TensorInfo>> Prepare(IEnumerable<KeyValuePair<string, TensorInfo>> tensors, ITensorFormat format)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var held = new List<KeyValuePair<string, TensorInfo>>();
        var repetition = new Repetition();
        foreach (var (name, tensor) in tensors)
        {
            if (!seen.Add(name)) throw new ArgumentException($"Two tensors are called '{name}'.", nameof(tensors));
            TensorInfo cast = Cast(name, tensor);
            if (format.WhyNot(name, cast) is { } reason) _skipped.Add(name, reason);
            else held.Add(new(name, cast));
            if (tensor.Storage is not null && (!format.KeepsViews || !ReferenceEquals(cast, tensor))) repetition.Add(tensor, cast.ByteLength);
        }
        repetition.Check();
        return _skipped.Count == 0 || options.Unsupported == UnsupportedTensors.Skip ? held
            : throw new NotSupportedException("The format cannot hold " + NameList.Of(_skipped.Select(static skipped => $"{skipped.Key} ({skipped.Value})")) + "; UnsupportedTensors.Skip leaves them out, and PyTorch's zip holds all but those without data");
    }

    /// <summary>Writes the tensors, or only says what would be written.</summary>
    public SaveReport Write(string path, List<KeyValuePair<string, TensorInfo>> tensors, ITensorFormat format, IReadOnlyDictionary<string, string> dropped)
    {
        List<List<KeyValuePair<string, TensorInfo>>> shards = ShardNames.Split(tensors, LengthOf, options);
        bool isIndexed = shards.Count > 1 && options.ShardNaming == ShardNaming.Indexed;
        if (isIndexed && tensors.Select(static entry => entry.Key).Where(static name => !UnicodeNames.IsUnicode(name)).ToList() is { Count: > 0 } names)
            throw new NotSupportedException($"An index of shards is JSON, which cannot hold names that are no Unicode text: {NameList.Of(names)}; write one file, or parts without an index");
        var files = new List<SavedFile>();
        using var set = new AtomicFileSet();
        for (int i = 0; i < shards.Count; i++)
        {
            var place = new ShardPlace(ShardNames.Of(path, i, shards.Count, options.ShardNaming), i, shards.Count);
            long length = options.DryRun ? format.LengthOf(shards[i], place) : Write(place.Path, set, stream => format.Write(stream, shards[i], place, cancellation));
            files.Add(new SavedFile(place.Path, length, shards[i].Count));
        }
        if (isIndexed)
        {
            byte[] index = Index(shards, files, format);
            string name = ShardNames.IndexOf(path);
            files.Add(new SavedFile(name, options.DryRun ? index.Length : Write(name, set, stream => stream.Write(index)), 0));
        }
        set.Commit();
        var overflows = _casts.Where(static cast => cast.Value.Overflowed > 0).ToDictionary(static cast => cast.Key, static cast => cast.Value.Overflowed, StringComparer.Ordinal);
        return new SaveReport(files, tensors, dropped, _skipped, [.. _casts.Keys], overflows);
    }

    private TensorInfo Cast(string name, TensorInfo tensor)
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

    private long Write(string path, AtomicFileSet set, Action<Stream> write)
    {
        AtomicFile file = set.Create(path, options.Overwrite);
        write(options.Progress is { } progress ? new ProgressStream(file.Stream, progress, _written) : file.Stream);
        long length = file.Stream.Length;
        _written += length;
        // Closed as well: there can be more shards than a process may have files open.
        file.Complete();
        return length;
    }

    private static byte[] Index(List<List<KeyValuePair<string, TensorInfo>>> shards, List<SavedFile> files, ITensorFormat format) =>
        ShardNames.Index(shards.Sum(static shard => shard.Sum(LengthOf)), shards.SelectMany((shard, i) => shard.Select(entry => (entry.Key, Path.GetFileName(files[i].Path)))), format.IndexMetadata);

    private static long LengthOf(KeyValuePair<string, TensorInfo> entry) => entry.Value.Storage is null ? 0 : entry.Value.ByteLength;
}
