using SafeLoad.Common;
using SafeLoad.IO;
using SafeLoad.Tensors;

namespace SafeLoad.Training;

/// <summary>
/// CRC-32 of storages that are read in pieces by many threads: each piece's is computed while it is in the processor's cache, and they are
/// put together. Storages that several tensors view, or one in part, are compared by their source before their first byte.
/// </summary>
internal sealed class LoadChecksums
{
    private readonly Dictionary<StorageInfo, List<(long Offset, long Length, uint Crc)>> _open = new(ReferenceEqualityComparer.Instance);

    public LoadChecksums(IReadOnlyList<PlannedTensor> tensors)
    {
        var views = new Dictionary<StorageInfo, int>(ReferenceEqualityComparer.Instance);
        foreach (PlannedTensor planned in tensors) views[planned.Tensor.Storage!] = views.GetValueOrDefault(planned.Tensor.Storage!) + 1;
        foreach (PlannedTensor planned in tensors)
        {
            StorageInfo storage = planned.Tensor.Storage!;
            if (views[storage] == 1 && storage.Checksummed is { IsChecked: false } && LoadPiece.IsDirect(planned) && planned.Tensor.ByteLength == storage.ByteLength && storage.ByteLength > 0) _open.Add(storage, []);
        }
    }

    /// <summary>Reads a part of a storage. From any thread.</summary>
    public void Read(StorageInfo storage, long offset, Span<byte> destination)
    {
        // Only looked into here; added to and removed from between the reads.
        if (!_open.TryGetValue(storage, out var parts))
        {
            storage.Read(offset, destination);
            return;
        }
        storage.Checksummed!.ReadUnchecked(offset, destination);
        uint crc = Crc32.Append(0, destination);
        lock (parts) parts.Add((offset, destination.Length, crc));
    }

    /// <summary>Compares the storages that are whole now.</summary>
    /// <exception cref="MalformedCheckpointException">A CRC-32 is another one (SL1105).</exception>
    public void Compare()
    {
        foreach (var (storage, parts) in _open)
        {
            if (parts.Sum(static part => part.Length) < storage.ByteLength) continue;
            uint crc = 0;
            foreach (var (_, length, part) in parts.OrderBy(static part => part.Offset)) crc = Crc32.Combine(crc, part, length);
            storage.Checksummed!.Compare(crc);
            _open.Remove(storage);
        }
    }
}
