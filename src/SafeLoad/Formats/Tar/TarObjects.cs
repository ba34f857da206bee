using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Tar;

/// <summary>The storages and tensors of a tar checkpoint by their numbers; its pickle refers to them by decimal text.</summary>
internal sealed class TarObjects : IPersistentIds
{
    private readonly Dictionary<string, PyValue> _byKey = new(StringComparer.Ordinal);

    public bool AreText => true;

    public List<StorageInfo> Storages { get; } = [];

    public void Add(long key, PyStorage storage, CheckpointLocation at)
    {
        Add(key, new PyValue(storage), at);
        Storages.Add(storage.Info);
    }

    public void Add(long key, PyTensor tensor, CheckpointLocation at) => Add(key, new PyValue(tensor), at);

    public PyStorage FindStorage(long key, CheckpointLocation at) =>
        _byKey.TryGetValue(KeyOf(key), out PyValue value) && value.RawReference is PyStorage storage ? storage
        : throw Problems.Tar(FormattableString.Invariant($"storage {key} is referred to and not there"), at);

    public PyValue Resolve(PyValue id, CheckpointLocation at)
    {
        if (!id.Is(PyKind.Str)) throw Problems.BadPersistentId($"is a {id.TypeName}, not the number of a tensor or storage", at);
        return _byKey.TryGetValue(id.AsString(), out PyValue value) ? value
            : throw Problems.BadPersistentId("names no tensor or storage of the archive", at);
    }

    private void Add(long key, PyValue value, CheckpointLocation at)
    {
        if (!_byKey.TryAdd(KeyOf(key), value))
            throw Problems.Tar(FormattableString.Invariant($"two tensors or storages have the number {key}"), at);
    }

    /// <summary>A number as the pickle refers to it.</summary>
    public static string KeyOf(long key) => key.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
