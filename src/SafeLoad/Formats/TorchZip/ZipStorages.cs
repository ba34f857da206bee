using SafeLoad.Diagnostics;
using SafeLoad.Formats.Zip;
using SafeLoad.Loading;

namespace SafeLoad.Formats.TorchZip;

/// <summary>The storages of a zip: one record each, mostly <c>data/KEY</c>.
/// A key is an opaque string that is looked up as a whole name, never as a path.</summary>
/// <param name="zip">The archive.</param>
/// <param name="bigEndian">Whether the elements are in big-endian order.</param>
/// <param name="recordOf">The record that a key means.</param>
/// <param name="open">Opens a record; null where it cannot be, and that was said.</param>
internal sealed class ZipStorages(ZipContainer zip, bool bigEndian, Func<string, string> recordOf, Func<int, ByteSource?> open)
    : IStorageTable
{
    private readonly Dictionary<string, Known> _byKey = new(StringComparer.Ordinal);

    public List<StorageInfo> All { get; } = [];

    public StorageInfo Resolve(in StorageReference reference)
    {
        if (reference.View is not null) throw Problems.BadPersistentId("has view metadata, which only the legacy stream has", reference.At);
        if (_byKey.TryGetValue(reference.Key, out Known? known))
        {
            Compare(known.Storage, known.Class, reference);
            return known.Storage;
        }
        string record = recordOf(reference.Key);
        int index = zip.Find(record);
        if (index < 0) throw Problems.RecordMissing(zip.TopFolder + record, "a tensor of the pickle refers to it", reference.At);
        // PyTorch before 2.10 took the pickle's word for the length, and read or wrote past the record (CVE-2026-24747).
        if (zip.Directory.Records[index].Size != reference.ByteLength)
            throw Problems.RecordLength(reference.Key, zip.Directory.Records[index].Size, reference.ByteLength, reference.DType.Name,
                reference.DType.ItemSize, zip.Location(index));
        var storage = new StorageInfo(reference.Key, reference.DType, reference.Location, reference.ByteLength, open(index), bigEndian);
        _byKey.Add(reference.Key, new Known(storage, reference.Class));
        All.Add(storage);
        return storage;
    }

    // Untyped and typed references to one storage are what PyTorch writes for views of another dtype; two classes are not.
    private static void Compare(StorageInfo storage, StorageClass type, in StorageReference reference)
    {
        if (storage.ByteLength != reference.ByteLength)
            throw Problems.StorageConflict(reference.Key,
                FormattableString.Invariant($"has {storage.ByteLength:N0} bytes by one reference and {reference.ByteLength:N0} by another"),
                reference.At);
        if (type != reference.Class && !type.IsUntyped && !reference.Class.IsUntyped)
            throw Problems.StorageConflict(
                reference.Key, $"is of {type.DType} by one reference and of {reference.DType} by another", reference.At);
    }

    private sealed record Known(StorageInfo Storage, StorageClass Class);
}
