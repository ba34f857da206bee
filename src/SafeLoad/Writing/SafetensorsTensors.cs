using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>Files of safetensors.</summary>
/// <param name="metadata">Free text by key; empty for none.</param>
internal sealed class SafetensorsTensors(IReadOnlyDictionary<string, string> metadata) : ITensorFormat
{
    private const string Metadata = "__metadata__";

    public bool KeepsViews => false;

    public string? WhyNot(string name, TensorInfo tensor) =>
        name == Metadata ? "the name is the format's own"
        : !IsUnicode(name) ? "the name is no Unicode text"
        : tensor.IsMeta ? "no data"
        : tensor.Quantization is not null ? "quantized"
        : tensor.Nested is not null ? "nested"
        : tensor.Storage is null ? tensor.LayoutName
        : SafetensorsDTypes.NameOf(tensor.DType) is null ? tensor.DType.ToString()
        : null;

    public void Write(Stream stream, IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, string path, CancellationToken cancellation) => SafetensorsFile.Write(shard, metadata, stream, cancellation);

    public long LengthOf(IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, string path) => SafetensorsFile.LengthOf(shard, metadata);

    // Python texts can hold halves of pairs, JSON cannot.
    private static bool IsUnicode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i])) return false;
        }
        return true;
    }
}
