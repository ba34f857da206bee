using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Legacy;

/// <summary>The storages that a pickle refers to whose names are kept as data, as loading would take them.</summary>
internal sealed class NamedStorages
{
    private readonly StorageIds _ids;

    // What a name means is looked up once: a pickle names the class of its storages once, and refers to it with each of them.
    private PyGlobal? _name;
    private PyValue? _class;
    private bool _isBroken;

    public NamedStorages() => _ids = new StorageIds(Table);

    /// <summary>The storages so far.</summary>
    public LegacyStorages Table { get; } = new();

    /// <summary>Takes a persistent id for a storage, if it is one. Ids of other kinds mean nothing here.</summary>
    public void Refer(PyValue id, CheckpointLocation at)
    {
        if (_isBroken || id.RawReference is not PyTuple { Count: 6 } fields) return;
        if (fields[1].RawReference is not PyGlobal name) return;
        if (name != _name) (_name, _class) = (name, ClassOf(fields[1]));
        if (_class is not { } type) return;
        PyValue[] known = [.. fields.Items];
        known[1] = type;
        try
        {
            _ids.Resolve(new PyValue(new PyTuple(known)), at);
        }
        catch (MalformedCheckpointException)
        {
            // Loading ends here, and its checks say so. A memo makes the same id cheap to repeat: one exception is enough.
            _isBroken = true;
        }
    }

    private static PyValue? ClassOf(PyValue name) => AllowedGlobals.MeaningOf<StorageClass>(name) is { } type
        ? new PyValue(new PyGlobal("torch", type.DType.StorageClass ?? "", type)) : null;
}
