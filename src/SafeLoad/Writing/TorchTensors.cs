using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>Files of PyTorch with an OrderedDict of tensors.</summary>
/// <param name="isLegacy">Whether as the stream of PyTorch before 1.6, not as a zip.</param>
/// <param name="metadata">The state dict's <c>_metadata</c>; null for none.</param>
internal sealed class TorchTensors(bool isLegacy, PyDict? metadata) : ITensorFormat
{
    public bool KeepsViews => true;

    public IEnumerable<KeyValuePair<string, string>> IndexMetadata => [];

    public string? WhyNot(string name, TensorInfo tensor) => isLegacy ? LegacyStream.WhyNot(tensor)
        : tensor.IsSpread ? tensor.WhyNoData : null;

    public IFileContent Plan(IReadOnlyList<KeyValuePair<string, TensorInfo>> tensors, ShardPlace place, ILookup<string, string> shared) =>
        CheckpointFile.Plan(Root(tensors, place), ArchiveName.Of(place.Path), isLegacy, compact: true);

    private PyValue Root(IReadOnlyList<KeyValuePair<string, TensorInfo>> tensors, ShardPlace place)
    {
        var dict = new PyDict(PyDict.OrderedDictType);
        foreach (var (name, tensor) in tensors) dict.Add(PyValue.FromText(name), new PyValue(new PyTensor(tensor)));
        // Merging shards' dicts would lose it, and each would have a part only.
        if (place.Count == 1 && metadata is { Count: > 0 })
        {
            dict.Attributes = new PyDict();
            dict.Attributes.Add(PyValue.FromText("_metadata"), new PyValue(metadata));
        }
        return new PyValue(dict);
    }
}
