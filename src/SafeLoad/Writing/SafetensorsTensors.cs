namespace SafeLoad.Writing;

/// <summary>Files of safetensors.</summary>
/// <param name="metadata">Free text by key; empty for none.</param>
internal sealed class SafetensorsTensors(IReadOnlyDictionary<string, string> metadata) : ITensorFormat
{
    private const string Metadata = "__metadata__", Format = "format";

    public bool KeepsViews => false;

    public IEnumerable<KeyValuePair<string, string>> IndexMetadata => metadata.Where(static entry => entry.Key != Format);

    public string? WhyNot(string name, TensorInfo tensor) =>
        name == Metadata ? "the name is the format's own"
        : !UnicodeNames.IsUnicode(name) ? "the name is no Unicode text"
        : tensor.WhyNoData is { } why ? why
        : tensor.Quantization is not null ? "quantized"
        : tensor.Nested is not null ? "nested"
        : tensor.Storage is null ? tensor.LayoutName
        : tensor.DType.Safetensors is null ? tensor.DType.ToString()
        : null;

    public IFileContent Plan(IReadOnlyList<KeyValuePair<string, TensorInfo>> tensors, ShardPlace place, ILookup<string, string> shared) =>
        new SafetensorsFile(tensors, Of(tensors, place, shared));

    // Of shards the first has it all, and each the names that its own tensors have besides: long texts times many shards would be much.
    private Dictionary<string, string> Of(IReadOnlyList<KeyValuePair<string, TensorInfo>> tensors, ShardPlace place,
        ILookup<string, string> shared)
    {
        var own = new Dictionary<string, string>(metadata.Where(entry => place.Index == 0 || entry.Key == Format), StringComparer.Ordinal);
        foreach (var (name, _) in tensors)
        {
            foreach (string other in shared[name]) own.TryAdd(other, name);
        }
        return own;
    }
}
