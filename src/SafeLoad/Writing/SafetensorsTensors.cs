using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>Files of safetensors.</summary>
/// <param name="metadata">Free text by key; empty for none.</param>
internal sealed class SafetensorsTensors(IReadOnlyDictionary<string, string> metadata) : ITensorFormat
{
    private const string Metadata = "__metadata__", Format = "format";

    private ILookup<string, string>? _dropped;

    /// <summary>Names that are not written with those of the tensors that they are, which the metadata tell.</summary>
    public void Drop(IReadOnlyDictionary<string, string> dropped) => _dropped = dropped.ToLookup(static entry => entry.Value, static entry => entry.Key, StringComparer.Ordinal);

    public bool KeepsViews => false;

    public IEnumerable<KeyValuePair<string, string>> IndexMetadata => metadata.Where(static entry => entry.Key != Format);

    public string? WhyNot(string name, TensorInfo tensor) =>
        name == Metadata ? "the name is the format's own"
        : !UnicodeNames.IsUnicode(name) ? "the name is no Unicode text"
        : tensor.IsMeta ? "no data"
        : tensor.Quantization is not null ? "quantized"
        : tensor.Nested is not null ? "nested"
        : tensor.Storage is null ? tensor.LayoutName
        : SafetensorsDTypes.NameOf(tensor.DType) is null ? tensor.DType.ToString()
        : null;

    public void Write(Stream stream, IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, ShardPlace place, CancellationToken cancellation) => SafetensorsFile.Write(shard, Of(shard, place), stream, cancellation);

    public long LengthOf(IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, ShardPlace place) => SafetensorsFile.LengthOf(shard, Of(shard, place));

    // Of shards the first has it all, and each the names that its own tensors have besides: long texts times many shards would be much.
    private Dictionary<string, string> Of(IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, ShardPlace place)
    {
        var own = new Dictionary<string, string>(metadata.Where(entry => place.Index == 0 || entry.Key == Format), StringComparer.Ordinal);
        if (_dropped is null) return own;
        foreach (var (name, _) in shard)
        {
            foreach (string dropped in _dropped[name]) own.TryAdd(dropped, name);
        }
        return own;
    }
}
