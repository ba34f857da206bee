using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>Follows the references that elements have to the global heap, and those in what they lead to: what stands there is given by the
/// place that it has a name by, and taken apart by its type.</summary>
/// <param name="file">The file.</param>
/// <param name="heaps">Its heaps.</param>
/// <param name="give">Takes each value.</param>
internal sealed class Hdf5References(Hdf5File file, Hdf5HeapSearch heaps, Action<PartValue> give)
{
    // What a reference is called by is worth that much of a dataset; what it leads to is looked at in any case.
    private const int MostNamed = 1 << 16;

    // By the addresses of those in heaps that have a name: whether that is one of what is unpickled.
    private readonly Dictionary<long, bool> _named = new(SeededComparer.Instance);
    private readonly HashSet<(long Address, Hdf5Record Element)> _taken = [];
    private readonly Stack<Elements> _open = [];

    /// <summary>Adds what stands in heaps and nobody has given a name.</summary>
    public void AddOthers()
    {
        foreach (var (collection, index, run) in heaps.Objects)
        {
            if (!_named.ContainsKey(run.Address))
                give(ValueOf(FormattableString.Invariant($"(heap at 0x{collection:X})[{index}]"), run));
        }
    }

    /// <summary>Adds what elements refer to.</summary>
    /// <param name="place">What the elements are called.</param>
    /// <param name="bytes">The elements.</param>
    /// <param name="count">How many there are; there can be bytes of fewer.</param>
    /// <param name="record">What stands where in one.</param>
    /// <param name="isUnpickled">Whether a reader unpickles each.</param>
    public void Follow(string place, ByteSource bytes, long count, Hdf5Record record, bool isUnpickled)
    {
        _open.Push(new Elements(place, bytes, count, record));
        while (_open.TryPop(out Elements elements))
        {
            Hdf5Spot[] spots = elements.Record.Spots(isInHeap: true, file.At(elements.Place));
            if (spots.Length > 0) Follow(elements, spots, isUnpickled);
            isUnpickled = false;
        }
    }

    private void Follow(Elements elements, Hdf5Spot[] spots, bool isUnpickled)
    {
        var (place, bytes, count, record) = elements;
        if (isUnpickled && Array.Exists(spots, static spot => spot.Field.Swapped == 0))
            throw Problems.UnsupportedHdf5("objects are stored in elements that a reader changes before it unpickles them", file.At(place));
        if (!record.HasRecordsInHeap) count = Math.Min(count, MostNamed);
        for (long i = 0; i < count && (i + 1) * record.Size <= bytes.Length; i++)
        {
            if ((i & 0xFFF) == 0) file.Budget.Watch(file.At(place));
            foreach (Hdf5Spot spot in spots)
            {
                if (Find(bytes, i * record.Size + spot.At, spot.Field.Element, place) is not { } run) continue;
                string name = count == 1 ? place + spot.Name : FormattableString.Invariant($"{place}[{i}]{spot.Name}");
                AddWhole(name, run, spot.Field.Swapped, isUnpickled);
                if (spot.Field.Element is { IsPlain: false } element && _taken.Add((run.Address, element))) AddElements(name, run, element);
            }
        }
    }

    // Length, collection, index.
    private Hdf5Run? Find(ByteSource bytes, long at, Hdf5Record? element, string place)
    {
        Span<byte> buffer = stackalloc byte[8 + sizeof(long)];
        Span<byte> reference = buffer[..(8 + file.OffsetSize)];
        if (at > bytes.Length - reference.Length) return null;
        bytes.ReadExactly(at, reference);
        Hdf5Cursor cursor = file.Cursor(reference, 0);
        uint length = cursor.ReadUInt32();
        long collection = cursor.ReadAddress();
        if (length > 0 && !heaps.Has(collection))
            throw Problems.UnsupportedHdf5("a reference leads to no collection of the heap that is known", file.At(place));
        int index = (int)(cursor.ReadUInt32() & 0xFFFF);
        return element is { HasReferences: true } ? heaps.FindAny(collection, index) : heaps[collection, index];
    }

    // Who only shows it and who unpickles it can refer to the same bytes.
    private void AddWhole(string name, Hdf5Run run, int swapped, bool isUnpickled)
    {
        bool isKnown = _named.TryGetValue(run.Address, out bool wasUnpickled);
        _named[run.Address] = wasUnpickled || isUnpickled;
        if (!isKnown || (isUnpickled && !wasUnpickled)) give(ValueOf(name, run) with { IsUnpickled = isUnpickled });
        if (isUnpickled && swapped > 1 && !wasUnpickled) AddSwapped(name, run, swapped);
    }

    private void AddElements(string name, Hdf5Run run, Hdf5Record element)
    {
        Hdf5Spot[] spots = run.Length < element.Size ? [] : element.Spots(isInHeap: false, file.At(name));
        PartValue value = ValueOf(name, run);
        if (spots.Length > 0) give(value with { Reader = source => Hdf5Elements.Read(source, element.Size, spots) });
        if (element.HasReferences) _open.Push(new Elements(name, value.Bytes, run.Length / element.Size, element));
    }

    // PyTables has numbers converted to the order of its machine, and unpickles what comes out.
    private void AddSwapped(string name, Hdf5Run run, int size)
    {
        file.Budget.ChargeCopy(run.Length, file.At(run.Address));
        byte[] bytes = new byte[run.Length];
        file.Content.ReadExactly(run.Address, bytes);
        for (int at = 0; at + size <= bytes.Length; at += size) bytes.AsSpan(at, size).Reverse();
        give(new PartValue(name + " (in another byte order)", new MemoryByteSource(bytes)) { IsUnpickled = true });
    }

    private PartValue ValueOf(string name, Hdf5Run run) =>
        new(name, new SliceByteSource(file.Content, run.Address, run.Length)) { Offset = file.Start + run.Address };

    private readonly record struct Elements(string Place, ByteSource Bytes, long Count, Hdf5Record Record);
}
