using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>Reads a persistent id: <c>('storage', class, key, location, numel[, view])</c>.</summary>
/// <remarks>torch/serialization.py: <c>persistent_load</c> of <c>_load</c> (five fields) and <c>_legacy_load</c> (six).</remarks>
internal static class PersistentId
{
    // Keys, locations and view keys are decoded for every reference, and a memo makes a long one cheap to repeat.
    private const int MaxTextBytes = 4096;

    public static StorageReference Parse(PyValue id, CheckpointLocation at, bool integerKeys = false)
    {
        if (!id.Is(PyKind.Tuple)) throw Problems.BadPersistentId($"is a {id.TypeName}", at);
        var tuple = (PyTuple)id.RawReference!;
        return Parse(tuple, tuple.Count > 1 ? (tuple[1].RawReference as PyGlobal)?.Meaning as StorageClass : null, at, integerKeys);
    }

    /// <summary>Reads the fields of a persistent id whose class was looked up.</summary>
    /// <param name="id">The fields.</param>
    /// <param name="type">The storage class that the second one names; null if it names none.</param>
    /// <param name="at">Where the id stands.</param>
    /// <param name="integerKeys">Whether a key may be a number.</param>
    /// <exception cref="MalformedCheckpointException">The id is none of PyTorch's.</exception>
    public static StorageReference Parse(PyTuple id, StorageClass? type, CheckpointLocation at, bool integerKeys = false)
    {
        PyValue[] fields = id.Items;
        if (fields.Length is not (5 or 6)) throw Problems.BadPersistentId(FormattableString.Invariant($"has {fields.Length} fields"), at);
        if (!fields[0].Is(PyKind.Str) || !fields[0].AsBytes().SequenceEqual("storage"u8))
            throw Problems.BadPersistentId("does not begin with 'storage'", at);
        if (type is null) throw Problems.BadPersistentId("names no storage class", at);
        // torch.package numbers its storages by ints.
        PyValue key = fields[2].Is(PyKind.Int) && integerKeys
            ? PyValue.FromText(fields[2].AsInt64().ToString(System.Globalization.CultureInfo.InvariantCulture)) : fields[2];
        if (!key.Is(PyKind.Str)) throw Problems.BadPersistentId($"has a {key.TypeName} as key", at);
        if (!fields[3].Is(PyKind.Str)) throw Problems.BadPersistentId($"has a {fields[3].TypeName} as location", at);
        if (key.Length > MaxTextBytes)
            throw Problems.BadPersistentId(FormattableString.Invariant($"has a key of {key.Length:N0} bytes"), at);
        if (fields[3].Length > MaxTextBytes)
            throw Problems.BadPersistentId(FormattableString.Invariant($"has a location of {fields[3].Length:N0} bytes"), at);
        long count = Count(fields[4], type.DType, at);
        StorageViewReference? view = fields.Length == 6 ? View(fields[5], at) : null;
        return new StorageReference(key.AsString(), type, Location(fields[3]), count, view, at);
    }

    // Nearly every storage is on the same few devices.
    private static string Location(PyValue text) => text.AsBytes() switch
    {
        var bytes when bytes.SequenceEqual("cpu"u8) => "cpu",
        var bytes when bytes.SequenceEqual("cuda:0"u8) => "cuda:0",
        _ => text.AsString(),
    };

    private static long Count(PyValue value, DType dtype, CheckpointLocation at)
    {
        if (!value.Is(PyKind.Int)) throw Problems.BadPersistentId($"has a {value.TypeName} as number of elements", at);
        long count = value.AsInt64();
        return count >= 0 && count <= long.MaxValue / dtype.ItemSize ? count
            : throw Problems.BadPersistentId(FormattableString.Invariant($"has {count} elements"), at);
    }

    private static StorageViewReference? View(PyValue value, CheckpointLocation at)
    {
        if (value.IsNone) return null;
        if (!value.Is(PyKind.Tuple) || ((PyTuple)value.RawReference!).Items is not [var key, var offset, var count]
            || !key.Is(PyKind.Str) || !offset.Is(PyKind.Int) || !count.Is(PyKind.Int))
            throw Problems.BadPersistentId("has view metadata that are not (key, offset, size)", at);
        if (key.Length > MaxTextBytes)
            throw Problems.BadPersistentId(FormattableString.Invariant($"has a view key of {key.Length:N0} bytes"), at);
        return new StorageViewReference(key.AsString(), offset.AsInt64(), count.AsInt64());
    }
}
