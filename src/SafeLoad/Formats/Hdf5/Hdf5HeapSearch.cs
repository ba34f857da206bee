using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>
/// Looks for collections of the global heap wherever they stand. References to them stand in attributes and in elements of any type,
/// chunked and compressed; whoever finds every collection need not find every reference. What was freed and written over is taken as far
/// as it goes.
/// </summary>
/// <remarks>H5HGcache.c of the library, <c>H5HG__cache_heap_deserialize</c>: object 0 is free space, behind which it goes on.</remarks>
internal sealed class Hdf5HeapSearch(Hdf5Bytes file)
{
    private const int Window = 1 << 20, Prefix = 8, Head = 512;

    private readonly Dictionary<(long Collection, int Index), Hdf5Run> _byIndex = [];
    private readonly List<(long Collection, int Index, Hdf5Run Run)> _objects = [];
    private readonly List<Hdf5Run> _collections = [];
    private readonly HashSet<long> _known = new(SeededComparer.Instance);
    private Dictionary<(long Collection, int Index), Hdf5Run>? _all;
    private long _steps;

    /// <summary>Where the collections stand. They can overlap: not all that begins like one is one.</summary>
    public IReadOnlyList<Hdf5Run> Collections => _collections;

    /// <summary>The objects that can be a pickle that names something. Two can have one index.</summary>
    public IReadOnlyList<(long Collection, int Index, Hdf5Run Run)> Objects => _objects;

    /// <summary>Whether a collection stands there.</summary>
    public bool Has(long collection) => _known.Contains(collection);

    /// <summary>The object that a reference leads to; null for one that is none of these.</summary>
    public Hdf5Run? this[long collection, int index] => _byIndex.TryGetValue((collection, index), out Hdf5Run run) ? run : null;

    /// <summary>The object that a reference leads to, whatever it is: it can lead to others. Asked for where values have references in
    /// them; not in many files.</summary>
    public Hdf5Run? FindAny(long collection, int index)
    {
        if (_all is null)
        {
            _all = [];
            _steps = 0;
            foreach (Hdf5Run known in _collections)
                Walk(known.Address, known.End, (found, run) => _all.TryAdd((known.Address, found), run));
        }
        return _all.TryGetValue((collection, index), out Hdf5Run any) ? any : null;
    }

    public void Find()
    {
        ReadOnlySpan<byte> signature = "GCOL"u8;
        byte[] window = new byte[(int)Math.Min(Window, file.Content.Length)];
        for (long start = 0; ;)
        {
            file.Budget.Watch(file.At(start));
            int length = (int)Math.Min(window.Length, file.Content.Length - start);
            ReadOnlySpan<byte> bytes = window.AsSpan(0, length);
            file.Content.ReadExactly(start, window.AsSpan(0, length));
            for (int at = 0, found; (found = bytes[at..].IndexOf(signature)) >= 0; at += found + 1) Read(start + at + found);
            if (start + length == file.Content.Length) return;
            start += length - signature.Length + 1;
        }
    }

    private void Read(long collection)
    {
        Span<byte> buffer = stackalloc byte[Prefix + sizeof(long)];
        buffer = buffer[..(Prefix + file.LengthSize)];
        if (!TryRead(collection, buffer)) return;
        Hdf5Cursor cursor = file.Cursor(buffer, collection);
        cursor.Skip(4);
        if (cursor.ReadByte() != 1) return;
        cursor.Skip(3);
        long end = collection + (long)Math.Min(cursor.ReadUnsigned(file.LengthSize),
            (ulong)(file.Content.Length - collection));
        file.Budget.CheckRecords((ulong)_collections.Count + 1, file.At(collection));
        _known.Add(collection);
        _collections.Add(new Hdf5Run(collection, end - collection));
        Walk(collection, end, (index, run) => Add(collection, index, run));
    }

    private void Walk(long collection, long end, Action<int, Hdf5Run> take)
    {
        Span<byte> buffer = stackalloc byte[Prefix + sizeof(long)];
        buffer = buffer[..(Prefix + file.LengthSize)];
        long at = collection + buffer.Length;
        while (at + buffer.Length <= end && TryRead(at, buffer))
        {
            // Collections that do not overlap have no more objects than fit the file.
            if (++_steps > 1000 + file.Content.Length / 4)
                throw Problems.Hdf5("collections of the heap overlap again and again", file.At(collection));
            Hdf5Cursor cursor = file.Cursor(buffer, at);
            int index = cursor.ReadUInt16();
            cursor.Skip(Prefix - 2);
            ulong length = cursor.ReadUnsigned(file.LengthSize);
            long start = at + buffer.Length;
            if (length > (ulong)(end - at)) return;
            if (index != 0)
            {
                if ((long)length > end - start) return;
                take(index, new Hdf5Run(start, (long)length));
                at = start + ((long)length + 7 & ~7L);
            }
            else at += Math.Max((long)length, buffer.Length);
        }
    }

    private void Add(long collection, int index, Hdf5Run run)
    {
        Span<byte> few = stackalloc byte[Head];
        if (run.Length <= few.Length)
        {
            few = few[..(int)run.Length];
            if (!TryRead(run.Address, few) || !Hdf5Elements.HasSign(few)) return;
        }
        file.Budget.CheckRecords((ulong)_objects.Count + 1, file.At(run.Address));
        _objects.Add((collection, index, run));
        _byIndex.TryAdd((collection, index), run);
    }

    private bool TryRead(long address, Span<byte> bytes)
    {
        if (address > file.Content.Length - bytes.Length) return false;
        file.Content.ReadExactly(address, bytes);
        return true;
    }
}
