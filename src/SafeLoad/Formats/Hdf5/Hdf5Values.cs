using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The values of an HDF5 file that programs unpickle: texts, opaque values, arrays of bytes, whatever stands in a heap.</summary>
/// <remarks>PyTables unpickles every text attribute that ends with a dot (tables/attributeset.py, <c>__getattr__</c>) and the rows of
/// arrays of objects (tables/atom.py, <c>ObjectAtom</c>), and so does pandas; others keep pickles as h5py's opaque values and as arrays
/// of bytes.</remarks>
internal sealed class Hdf5Values(Hdf5File file)
{
    // What a reference is called by is worth that much of a dataset; what it leads to is looked at in any case.
    private const int MostNamed = 1 << 16;

    private const string OldFilters = "@FILTERS";

    private readonly List<PartValue> _all = [];
    // By the addresses of those in heaps that have a name: whether that is one of what is unpickled.
    private readonly Dictionary<long, bool> _named = new(SeededComparer.Instance);

    public IReadOnlyList<PartValue> All => _all;

    /// <summary>Whether bytes can be a pickle that names something. None does without the end of a line (GLOBAL, INST), STACK_GLOBAL or one
    /// of the EXT opcodes; PROTO says that they are one. A brace begins a configuration in JSON.</summary>
    public static bool HasSign(ReadOnlySpan<byte> bytes) => bytes.ContainsAny((byte)'\n', (byte)0x80, (byte)0x93)
        || bytes.Contains((byte)'{') || bytes.ContainsAny((byte)0x82, (byte)0x83, (byte)0x84);

    /// <summary>Adds what stands in heaps and nobody has given a name.</summary>
    public void AddHeaps(Hdf5HeapSearch heaps)
    {
        foreach (var (collection, index, run) in heaps.Objects)
        {
            if (!_named.ContainsKey(run.Address))
                AddRun(FormattableString.Invariant($"(heap at 0x{collection:X})[{index}]"), run, isUnpickled: false);
        }
    }

    public void AddAttribute(string place, Hdf5Attribute attribute, Hdf5HeapSearch heaps)
    {
        Hdf5Type type = attribute.ReadType();
        if (type.IsNumber) return;
        long count = attribute.ReadCount();
        var data = new MemoryByteSource(attribute.Data);
        if (type.IsInHeap) AddReferences(heaps, place, data, count, type, isUnpickled: false);
        // A message is filled up, and so can a text be: none of that is the value's.
        ReadOnlySpan<byte> bytes = attribute.Data.Span;
        if (count == 1 && type.Kind == Hdf5Kind.FixedText) bytes = bytes.TrimEnd((byte)0);
        if (place.EndsWith(OldFilters, StringComparison.Ordinal)) AddOldFilters(place, bytes);
        if (type.IsInHeap || !HasSign(bytes)) return;
        Add(new PartValue(place, new SliceByteSource(file.Content, attribute.Address, bytes.Length)), attribute.Address, type, count);
    }

    public void AddElements(string place, Hdf5Dataset dataset, bool isUnpickled, Hdf5HeapSearch heaps)
    {
        long length = dataset.Content.Length;
        if (length == 0) return;
        if (dataset.Type.IsInHeap)
        {
            AddReferences(heaps, place, dataset.Content, length / dataset.Type.Size, dataset.Type, isUnpickled);
            return;
        }
        var value = new PartValue(place, dataset.Content)
        {
            IsUnpickled = isUnpickled, Stored = Array.ConvertAll(dataset.Stored, run => (file.Start + run.Address, run.Length)),
        };
        // Of what was never written all elements are the same.
        if (dataset.Stored.Length == 0)
            Add(value with { Bytes = new SliceByteSource(dataset.Content, 0, dataset.Type.Size) }, null, dataset.Type, 1);
        else Add(value, dataset.Content is SliceByteSource ? dataset.Stored[0].Address : null, dataset.Type, length / dataset.Type.Size);
    }

    // Each element of texts and opaque values is one by itself; of others, all together are.
    private void Add(PartValue value, long? address, Hdf5Type type, long count)
    {
        bool isEach = count > 1 && type.Kind is Hdf5Kind.FixedText or Hdf5Kind.Opaque;
        _all.Add(value with
        {
            Offset = address is { } start ? file.Start + start : null,
            Stored = address is null ? value.Stored : [],
            Reader = isEach ? source => Hdf5Elements.Read(source, type.Size) : null,
        });
    }

    // Length, collection, index.
    private void AddReferences(
        Hdf5HeapSearch heaps, string place, ByteSource references, long count, Hdf5Type type, bool isUnpickled)
    {
        if (isUnpickled && type.Swapped == 0)
            throw Problems.UnsupportedHdf5("objects are stored in elements that a reader changes before it unpickles them", file.At(place));
        Span<byte> buffer = stackalloc byte[8 + sizeof(long)];
        Span<byte> reference = buffer[..(8 + file.OffsetSize)];
        for (long i = 0; i < Math.Min(count, MostNamed) && (i + 1) * reference.Length <= references.Length; i++)
        {
            references.ReadExactly(i * reference.Length, reference);
            Hdf5Cursor cursor = file.Cursor(reference, 0);
            uint length = cursor.ReadUInt32();
            long collection = cursor.ReadAddress();
            if (length > 0 && !heaps.Has(collection))
                throw Problems.UnsupportedHdf5("a reference leads to no collection of the heap that is known", file.At(place));
            if (heaps[collection, (int)(cursor.ReadUInt32() & 0xFFFF)] is not { } run) continue;
            bool isKnown = _named.TryGetValue(run.Address, out bool wasUnpickled);
            _named[run.Address] = wasUnpickled || isUnpickled;
            // Who only shows it and who unpickles it can refer to the same bytes.
            string name = count == 1 ? place : FormattableString.Invariant($"{place}[{i}]");
            if (!isKnown || (isUnpickled && !wasUnpickled)) AddRun(name, run, isUnpickled);
            if (isUnpickled && type.Swapped > 1 && !wasUnpickled) AddSwapped(name, run, type.Swapped);
        }
    }

    // PyTables has numbers converted to the order of its machine, and unpickles what comes out.
    private void AddSwapped(string name, Hdf5Run run, int size)
    {
        file.Budget.ChargeCopy(run.Length, file.At(run.Address));
        byte[] bytes = new byte[run.Length];
        file.Content.ReadExactly(run.Address, bytes);
        for (int at = 0; at + size <= bytes.Length; at += size) bytes.AsSpan(at, size).Reverse();
        _all.Add(new PartValue(name + " (in another byte order)", new MemoryByteSource(bytes)) { IsUnpickled = true });
    }

    // PyTables replaces a name in the pickled filters of its first files, and unpickles what comes out (tables/attributeset.py,
    // _old_filters_re): counted texts around it end elsewhere then.
    private void AddOldFilters(string place, ReadOnlySpan<byte> pickle)
    {
        ReadOnlySpan<byte> name = "tables.Leaf\n"u8;
        for (int from = 0, found; (found = pickle[from..].IndexOf(name)) >= 0; from += found + 1)
        {
            int at = from + found;
            if (at < 2 || pickle[at - 2] != '(' || pickle[at - 1] is not ((byte)'c' or (byte)'i')) continue;
            byte[] replaced = [.. pickle[..at], .. "tables.filters\n"u8, .. pickle[(at + name.Length)..]];
            _all.Add(new PartValue(place + " (as PyTables reads it)", new MemoryByteSource(replaced)) { IsUnpickled = true });
            return;
        }
    }

    private void AddRun(string name, Hdf5Run run, bool isUnpickled) =>
        _all.Add(new PartValue(name, new SliceByteSource(file.Content, run.Address, run.Length))
        {
            Offset = file.Start + run.Address, IsUnpickled = isUnpickled,
        });
}
