namespace SafeLoad.Cli.Reporting;

/// <summary>The section <c>storages</c>: a row for each that a leaf reaches, in the order in which leaves reach them.</summary>
internal sealed class StorageNumbers
{
    private readonly Dictionary<StorageInfo, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<StorageInfo> _storages = [];

    /// <summary>The place of a storage among the rows.</summary>
    public int Of(StorageInfo storage)
    {
        if (_numbers.TryGetValue(storage, out int number)) return number;
        _numbers.Add(storage, number = _storages.Count);
        _storages.Add(storage);
        return number;
    }

    public void Write(JsonOutput json)
    {
        json.Raw("["u8);
        foreach (StorageInfo storage in _storages)
        {
            json.HandOn();
            json.Separate().Raw("{"u8).Member("key"u8).Text(storage.Key).Member("dtype"u8).Text(storage.DType.ToString())
                .Member("nbytes"u8).Number(storage.ByteLength).Member("device"u8).Text(storage.Location).Raw("}"u8);
        }
        json.Raw("]"u8);
    }
}
