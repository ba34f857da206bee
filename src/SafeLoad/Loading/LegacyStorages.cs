using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Loading;

/// <summary>The storages of a legacy stream. The pickle names them first; their bytes follow it and are bound afterwards.</summary>
internal sealed class LegacyStorages : IStorageTable
{
    private readonly Dictionary<string, Root> _roots = new(StringComparer.Ordinal);

    public List<StorageInfo> All { get; } = [];

    public StorageInfo Resolve(in StorageReference reference)
    {
        if (!_roots.TryGetValue(reference.Key, out Root? root))
        {
            root = new Root(reference.Class, new StorageInfo(reference.Key, reference.DType, reference.Location, reference.ByteLength));
            _roots.Add(reference.Key, root);
            All.Add(root.Storage);
        }
        else if (root.Storage.ByteLength != reference.ByteLength)
            throw Problems.StorageConflict(reference.Key,
                FormattableString.Invariant(
                    $"has {root.Storage.ByteLength:N0} bytes by one reference and {reference.ByteLength:N0} by another"), reference.At);
        else if (root.Class != reference.Class && !root.Class.IsUntyped && !reference.Class.IsUntyped)
            throw Problems.StorageConflict(
                reference.Key, $"is of {root.Class.DType} by one reference and of {reference.DType} by another", reference.At);
        return reference.View is null ? root.Storage : View(root, reference, reference.View);
    }

    /// <summary>The element size in which the stream counts a root storage; null if the pickle named no such storage.</summary>
    public (StorageInfo Storage, int ItemSize)? FindRoot(string key) =>
        _roots.TryGetValue(key, out Root? root) ? (root.Storage, root.Class.DType.ItemSize) : null;

    /// <summary>Gives a root storage, and all views of it, their bytes. False if it has them already.</summary>
    public bool Bind(string key, ByteSource content)
    {
        Root root = _roots[key];
        if (root.Storage.IsBound) return false;
        root.Storage.Bind(content);
        if (root.Views is null) return true;
        foreach (var (view, offset) in root.Views.Values) view.Bind(new SliceByteSource(content, offset, view.ByteLength));
        return true;
    }

    private StorageInfo View(Root root, in StorageReference reference, StorageViewReference view)
    {
        int itemSize = reference.DType.ItemSize;
        if (view.Offset < 0 || view.ElementCount < 0 || view.Offset > reference.ElementCount
            || view.ElementCount > reference.ElementCount - view.Offset)
            throw Problems.StorageView(view.Key, view.Offset, view.ElementCount, reference.ElementCount, reference.At);
        root.Views ??= new Dictionary<string, (StorageInfo Storage, long Offset)>(StringComparer.Ordinal);
        if (!root.Views.TryGetValue(view.Key, out var known))
        {
            var part = new StorageInfo(view.Key, reference.DType, reference.Location, view.ElementCount * itemSize) { Base = root.Storage };
            known = (part, view.Offset * itemSize);
            root.Views.Add(view.Key, known);
            All.Add(known.Storage);
        }
        else if (known.Offset != view.Offset * itemSize || known.Storage.ByteLength != view.ElementCount * itemSize)
            throw Problems.StorageConflict(view.Key, "is a view of two different parts", reference.At);
        return known.Storage;
    }

    private sealed record Root(StorageClass Class, StorageInfo Storage)
    {
        // Hardly any storage has views of its own.
        public Dictionary<string, (StorageInfo Storage, long Offset)>? Views { get; set; }
    }
}
