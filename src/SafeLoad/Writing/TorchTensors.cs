using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>Files of PyTorch with an OrderedDict of tensors.</summary>
/// <param name="isLegacy">Whether as the stream of PyTorch before 1.6, not as a zip.</param>
internal sealed class TorchTensors(bool isLegacy) : ITensorFormat
{
    public bool KeepsViews => true;

    public string? WhyNot(string name, TensorInfo tensor) => isLegacy ? LegacyStream.WhyNot(tensor) : null;

    public void Write(Stream stream, IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, string path, CancellationToken cancellation) =>
        CheckpointFile.Write(Root(shard), stream, ArchiveName.Of(path), isLegacy, compact: true, cancellation);

    public long LengthOf(IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, string path) => CheckpointFile.LengthOf(Root(shard), ArchiveName.Of(path), isLegacy, compact: true);

    private static PyValue Root(IReadOnlyList<KeyValuePair<string, TensorInfo>> shard)
    {
        var dict = new PyDict(PyDict.OrderedDictType);
        foreach (var (name, tensor) in shard) dict.Add(PyValue.FromText(name), new PyValue(new PyTensor(tensor)));
        return new PyValue(dict);
    }
}
