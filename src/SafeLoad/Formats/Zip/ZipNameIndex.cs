using System.Buffers;
using System.Text;
using SafeLoad.Text;

namespace SafeLoad.Formats.Zip;

/// <summary>
/// Finds records by name. Names that differ only in case meet in one slot, since PyTorch's own look-up (miniz) ignores case:
/// two such records are an attack, one is not what was asked for.
/// </summary>
internal sealed class ZipNameIndex
{
    private readonly byte[] _directory;
    private readonly ZipRecord[] _records;
    private readonly int[] _slots;

    public ZipNameIndex(byte[] directory, ZipRecord[] records)
    {
        _directory = directory;
        _records = records;
        int size = 16;
        while (size < records.Length * 2L) size *= 2;
        _slots = new int[size];
        for (int i = 0; i < records.Length; i++)
        {
            int slot = Probe(NameOf(i), out int found);
            if (found >= 0) (Clashes ??= []).Add((found, i));
            else _slots[slot] = i + 1;
        }
    }

    /// <summary>Pairs of records with the same name, case aside; null if there are none.</summary>
    public List<(int First, int Second)>? Clashes { get; }

    /// <summary>The record with exactly this name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        Probe(name, out int found);
        return found >= 0 && NameOf(found).SequenceEqual(name) ? found : -1;
    }

    private ReadOnlySpan<byte> NameOf(int index) => _directory.AsSpan(_records[index].NameStart, _records[index].NameLength);

    private int Probe(ReadOnlySpan<byte> name, out int found)
    {
        Span<byte> lower = name.Length <= 256 ? stackalloc byte[name.Length] : new byte[name.Length];
        // Stops at the first byte beyond ASCII. The rest may keep its case: names that are not ASCII are compared as they stand.
        if (Ascii.ToLower(name, lower, out int done) != OperationStatus.Done) name[done..].CopyTo(lower[done..]);
        int mask = _slots.Length - 1;
        for (int slot = (int)SeededHash.Of(lower) & mask; ; slot = (slot + 1) & mask)
        {
            found = _slots[slot] - 1;
            if (found < 0 || NameOf(found).SequenceEqual(name) || Ascii.EqualsIgnoreCase(NameOf(found), name)) return slot;
        }
    }
}
