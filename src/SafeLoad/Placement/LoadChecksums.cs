using SafeLoad.IO;

namespace SafeLoad.Placement;

/// <summary>
/// CRC-32 of storages that are read in pieces by many threads: each piece's is computed while it is in the processor's cache, and the last
/// piece puts them together. Storages that several tensors view, or one in part, are compared by their source before their first byte.
/// </summary>
internal sealed class LoadChecksums
{
    private readonly Dictionary<StorageInfo, Parts> _open = new(ReferenceEqualityComparer.Instance);

    public LoadChecksums(IReadOnlyList<PlannedTensor> tensors)
    {
        var views = new Dictionary<StorageInfo, int>(ReferenceEqualityComparer.Instance);
        foreach (PlannedTensor planned in tensors) views[planned.Tensor.Storage!] = views.GetValueOrDefault(planned.Tensor.Storage!) + 1;
        foreach (PlannedTensor planned in tensors)
        {
            StorageInfo storage = planned.Tensor.Storage!;
            if (views[storage] == 1 && storage.Checksummed is { IsChecked: false } && LoadPiece.IsDirect(planned)
                && planned.Tensor.ByteLength == storage.ByteLength && storage.ByteLength > 0) _open.Add(storage, new Parts());
        }
    }

    /// <summary>Reads a part of a storage. From any thread; each byte once.</summary>
    /// <exception cref="MalformedCheckpointException">It was the last part, and the CRC-32 of all is another one (SL1105).</exception>
    public void Read(StorageInfo storage, long offset, Span<byte> destination)
    {
        if (!_open.TryGetValue(storage, out Parts? parts))
        {
            storage.Read(offset, destination);
            return;
        }
        storage.Checksummed!.ReadUnchecked(offset, destination);
        uint crc = Crc32.Append(0, destination);
        lock (parts)
        {
            parts.Read += destination.Length;
            if (destination.Length < storage.ByteLength) (parts.All ??= []).Add(new Part(offset, destination.Length, crc));
            if (parts.Read < storage.ByteLength) return;
        }
        if (parts.All is not null)
        {
            crc = 0;
            parts.All.Sort(static (one, other) => one.Offset.CompareTo(other.Offset));
            foreach (Part part in parts.All) crc = Crc32.Combine(crc, part.Crc, part.Length);
        }
        storage.Checksummed.Compare(crc);
    }

    private sealed record Part(long Offset, int Length, uint Crc);

    private sealed class Parts
    {
        public List<Part>? All { get; set; }

        public long Read { get; set; }
    }
}
