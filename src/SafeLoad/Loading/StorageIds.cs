using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>Persistent ids that describe storages: <c>('storage', class, key, location, numel[, view])</c>.</summary>
internal sealed class StorageIds(IStorageTable storages, bool integerKeys = false) : IPersistentIds
{
    public bool AreText => false;

    // torch.package numbers its storages, and has ids of other kinds.
    public bool AreCalls => integerKeys;

    public PyValue Resolve(PyValue id, CheckpointLocation at)
    {
        StorageReference reference = PersistentId.Parse(id, at, integerKeys);
        return new PyValue(new PyStorage(storages.Resolve(reference), reference.DType));
    }
}
