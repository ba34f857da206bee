using SafeLoad.IO;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The values of an HDF5 file that programs unpickle: texts, opaque values, arrays of bytes, whatever stands in a heap.</summary>
/// <remarks>PyTables unpickles every text attribute that ends with a dot (tables/attributeset.py, <c>__getattr__</c>) and the rows of
/// arrays of objects (tables/atom.py, <c>ObjectAtom</c>), and so does pandas; others keep pickles as h5py's opaque values and as arrays
/// of bytes.</remarks>
/// <param name="file">The file.</param>
/// <param name="heaps">Its heaps.</param>
internal sealed class Hdf5Values(Hdf5File file, Hdf5HeapSearch heaps)
{
    private const string OldFilters = "@FILTERS";

    private readonly List<PartValue> _all = [];
    private Hdf5References? _references;

    public IReadOnlyList<PartValue> All => _all;

    private Hdf5References References => _references ??= new Hdf5References(file, heaps, _all.Add);

    /// <summary>Adds what stands in heaps and nobody has given a name.</summary>
    public void AddHeaps() => References.AddOthers();

    /// <summary>Adds an attribute as one value, where it is one.</summary>
    public void AddAttribute(string place, Hdf5Attribute attribute)
    {
        Hdf5Type type = attribute.ReadType();
        if (type.IsNumber) return;
        // A message is filled up, and so can a text be: none of that is the value's.
        ReadOnlySpan<byte> bytes = attribute.Data.Span;
        bool isOne = IsOne(type, attribute.ReadCount());
        if (isOne && type.Kind == Hdf5Kind.FixedText) bytes = bytes.TrimEnd((byte)0);
        if (place.EndsWith(OldFilters, StringComparison.Ordinal)) AddOldFilters(place, bytes);
        if (isOne && Hdf5Elements.HasSign(bytes)) _all.Add(ValueOf(place, attribute, bytes.Length));
    }

    /// <summary>Adds what stands in an attribute's elements.</summary>
    public void AddFields(string place, Hdf5Attribute attribute)
    {
        long count = attribute.ReadCount();
        if (count == 0 || attribute.ReadType().IsNumber) return;
        Hdf5Record record = attribute.ReadRecord();
        int length = (int)Math.Min(attribute.Data.Length, Math.Min(count, int.MaxValue) * record.Size);
        References.Follow(place, new MemoryByteSource(attribute.Data[..length]), count, record, isUnpickled: false);
        if (Hdf5Elements.HasSign(attribute.Data.Span)) AddFields(ValueOf(place, attribute, length), count, record);
    }

    /// <summary>Adds the elements of a dataset as one value, where they are one.</summary>
    public void AddElements(string place, Hdf5Dataset dataset, bool isUnpickled)
    {
        if (dataset.Content.Length > 0 && IsOne(dataset.Type, CountOf(dataset))) _all.Add(ValueOf(place, dataset, isUnpickled));
    }

    /// <summary>Adds what stands in the elements of a dataset.</summary>
    public void AddFields(string place, Hdf5Dataset dataset, Hdf5Record record, bool isUnpickled)
    {
        if (dataset.Content.Length == 0) return;
        References.Follow(place, dataset.Content, CountOf(dataset), record, isUnpickled);
        if (Hdf5Record.OfRow(dataset.Type, dataset.Shape) is { } row) record = row;
        AddFields(ValueOf(place, dataset, isUnpickled: false), CountOf(dataset), record);
    }

    private void AddFields(PartValue value, long count, Hdf5Record record)
    {
        if (record.IsPlain || (record.IsOne && IsOne(record.Fields[0].Type, count))) return;
        Hdf5Spot[] spots = record.Spots(isInHeap: false, file.At(value.Name));
        if (spots.Length > 0) _all.Add(value with { Reader = source => Hdf5Elements.Read(source, record.Size, spots) });
    }

    // Of what was never written all elements are the same.
    private static long CountOf(Hdf5Dataset dataset) => dataset.Stored.Length == 0 ? 1 : dataset.Content.Length / dataset.Type.Size;

    // Each of several texts and opaque values is one by itself; of others, all together are.
    private static bool IsOne(Hdf5Type type, long count) =>
        !type.IsInHeap && (count == 1 || type.Size == 1 || type.Kind is not (Hdf5Kind.FixedText or Hdf5Kind.Opaque));

    private PartValue ValueOf(string place, Hdf5Attribute attribute, int length) =>
        new(place, new SliceByteSource(file.Content, attribute.Address, length)) { Offset = file.Start + attribute.Address };

    private PartValue ValueOf(string place, Hdf5Dataset dataset, bool isUnpickled)
    {
        bool isWritten = dataset.Stored.Length > 0, isInRow = isWritten && dataset.Content is SliceByteSource;
        return new PartValue(place, isWritten ? dataset.Content : new SliceByteSource(dataset.Content, 0, dataset.Type.Size))
        {
            IsUnpickled = isUnpickled,
            Offset = isInRow ? file.Start + dataset.Stored[0].Address : null,
            Stored = isInRow ? [] : Array.ConvertAll(dataset.Stored, run => (file.Start + run.Address, run.Length)),
        };
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
}
