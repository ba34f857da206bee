using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>Files of safetensors.</summary>
/// <param name="metadata">Free text by key; empty for none.</param>
internal sealed class SafetensorsTensors(IReadOnlyDictionary<string, string> metadata) : ITensorFormat
{
    public bool KeepsViews => false;

    public string? WhyNot(TensorInfo tensor) =>
        tensor.IsMeta ? "no data"
        : tensor.Quantization is not null ? "quantized"
        : tensor.Storage is null ? tensor.LayoutName
        : SafetensorsDTypes.NameOf(tensor.DType) is null ? tensor.DType.ToString()
        : null;

    public void Write(Stream stream, IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, string path, CancellationToken cancellation) => SafetensorsFile.Write(shard, metadata, stream, cancellation);

    public long LengthOf(IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, string path) => SafetensorsFile.LengthOf(shard, metadata);
}
