using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Legacy;

/// <summary>The storages that a pickle refers to whose names are kept as data, as loading would take them.</summary>
internal sealed class NamedStorages
{
    // What a name means is looked up once: a pickle names the class of its storages once, and refers to it with each of them.
    private PyGlobal? _name;
    private StorageClass? _class;
    private bool _isBroken;

    /// <summary>The storages so far.</summary>
    public LegacyStorages Table { get; } = new();

    /// <summary>Takes a persistent id for a storage, if it is one. Ids of other kinds mean nothing here.</summary>
    public void Refer(PyValue id, CheckpointLocation at)
    {
        if (_isBroken || id.RawReference is not PyTuple { Count: 6 } fields) return;
        if (fields[1].RawReference is not PyGlobal name) return;
        if (name != _name) (_name, _class) = (name, AllowedGlobals.MeaningOf<StorageClass>(fields[1]));
        if (_class is null) return;
        try
        {
            Table.Resolve(PersistentId.Parse(fields, _class, at));
        }
        catch (MalformedCheckpointException)
        {
            // Loading ends here, and its checks say so. A memo makes the same id cheap to repeat: one exception is enough.
            _isBroken = true;
        }
    }
}
