using SafeLoad.Diagnostics;
using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>Makes a plan: casts, leaves out, finds tensors that are the same bytes, spreads over shards.</summary>
/// <param name="format">What is written.</param>
/// <param name="options">How.</param>
internal sealed class SavePlanner(TensorFileFormat format, SaveOptions options)
{
    private static readonly Dictionary<string, string> s_none = [];

    private readonly ITensorFormat _writer = format.Writer(options);
    private readonly Dictionary<(StorageInfo, string), TensorInfo> _known = [];

    /// <summary>The tensors as they are written.</summary>
    public List<KeyValuePair<string, TensorInfo>> Held { get; private set; } = [];

    /// <summary>Names that are not written, because another tensor is the same bytes, with that one's name.</summary>
    public Dictionary<string, string> Dropped { get; private set; } = s_none;

    /// <summary>Names that are left out, because the format cannot hold the tensor, with the reason.</summary>
    public Dictionary<string, string> Skipped { get; } = new(StringComparer.Ordinal);

    /// <summary>The tensors that change their dtype, by name.</summary>
    public Dictionary<string, CastSource> Casts { get; } = new(StringComparer.Ordinal);

    /// <summary>The files for tensors by name.</summary>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="NotSupportedException">The format cannot hold a tensor, or share bytes,
    /// and that may not be passed over.</exception>
    public List<PlannedFile> Plan(string path, IEnumerable<KeyValuePair<string, TensorInfo>> tensors)
    {
        if (options is { CopyShared: true, RefuseShared: true })
            throw new ArgumentException("Tensors that share bytes are copied, or refused.", nameof(options));
        List<KeyValuePair<string, TensorInfo>> held = AsHeld(tensors);
        Dropped = _writer.KeepsViews || options.CopyShared ? s_none : SharedViews.Find(held);
        if (Dropped.Count > 0 && options.RefuseShared)
            throw new NotSupportedException($"Tensors share their bytes, which {format} cannot: "
                + ListText.Of(Dropped.Select(static pair => $"{pair.Key} is {pair.Value}")));
        Held = Dropped.Count == 0 ? held : [.. held.Where(entry => !Dropped.ContainsKey(entry.Key))];
        return Files(path, Held, Dropped);
    }

    // The tensors as the format holds them: cast, tied ones still tied, and without those that it cannot hold.
    private List<KeyValuePair<string, TensorInfo>> AsHeld(IEnumerable<KeyValuePair<string, TensorInfo>> tensors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var held = new List<KeyValuePair<string, TensorInfo>>();
        var repetition = new Repetition();
        foreach (var (name, tensor) in tensors)
        {
            if (!seen.Add(name)) throw new ArgumentException($"Two tensors are called '{name}'.", nameof(tensors));
            TensorInfo cast = Cast(name, tensor);
            if (_writer.WhyNot(name, cast) is { } reason) Skipped.Add(name, reason);
            else held.Add(new(name, cast));
            bool isWrittenOut = !_writer.KeepsViews || !ReferenceEquals(cast, tensor);
            if (tensor.Storage is not null && isWrittenOut) repetition.Add(tensor, cast.ByteLength);
        }
        repetition.Check();
        if (Skipped.Count > 0 && !options.SkipUnsupported)
            throw new NotSupportedException($"{format.CannotHold(Skipped)}; SaveOptions.SkipUnsupported leaves them out, and "
                + "PyTorch's zip holds all but those without data");
        return held;
    }

    private List<PlannedFile> Files(string path, List<KeyValuePair<string, TensorInfo>> tensors, Dictionary<string, string> dropped)
    {
        ILookup<string, string> shared = dropped.ToLookup(static entry => entry.Value, static entry => entry.Key, StringComparer.Ordinal);
        List<List<KeyValuePair<string, TensorInfo>>> shards = ShardNames.Split(tensors, LengthOf, options);
        var files = new List<PlannedFile>(shards.Count + 1);
        for (int i = 0; i < shards.Count; i++)
        {
            var place = new ShardPlace(ShardNames.Of(path, i, shards.Count, options.WithoutIndex), i, shards.Count);
            IFileContent content = _writer.Plan(shards[i], place, shared);
            files.Add(new((place.Path, content.Length, shards[i].Count), content));
        }
        if (shards.Count > 1 && !options.WithoutIndex)
        {
            var index = new BytesContent(Index(shards, files));
            files.Add(new((ShardNames.IndexOf(path), index.Length, 0), index));
        }
        return files;
    }

    private byte[] Index(List<List<KeyValuePair<string, TensorInfo>>> shards, List<PlannedFile> files)
    {
        if (shards.SelectMany(static shard => shard).Select(static entry => entry.Key).Where(static name => !UnicodeNames.IsUnicode(name))
            .ToList() is { Count: > 0 } names)
            throw new NotSupportedException("An index of shards is JSON, which cannot hold names that are no Unicode text: "
                + $"{ListText.Of(names)}; write one file, or parts without an index");
        var map = shards.SelectMany((shard, i) => shard.Select(entry => (entry.Key, Path.GetFileName(files[i].File.Path))));
        return ShardNames.Index(shards.Sum(static shard => shard.Sum(LengthOf)), map, _writer.IndexMetadata);
    }

    private TensorInfo Cast(string name, TensorInfo tensor)
    {
        if (options.FloatDType is not { } dtype || !tensor.DType.IsFloatingPoint || tensor.DType == dtype || tensor.Storage is null)
            return tensor;
        if (!FloatCast.IsPossible(tensor.DType, dtype)) throw new NotSupportedException($"{tensor.DType} is not cast to {dtype} ({name})");
        // As text, which is hashed with a seed: the file chose the numbers.
        string view = FormattableString.Invariant(
            $"{tensor.StorageOffset}/{string.Join(',', tensor.ShapeArray)}/{string.Join(',', tensor.StrideArray)}") + tensor.DType.Name;
        if (_known.TryGetValue((tensor.Storage, view), out TensorInfo? known)) return known;
        TensorInfo cast = CastSource.Cast(tensor, dtype, out CastSource source);
        Casts.Add(name, source);
        return _known[(tensor.Storage, view)] = cast;
    }

    private static long LengthOf(KeyValuePair<string, TensorInfo> entry) => entry.Value.Storage is null ? 0 : entry.Value.ByteLength;
}
