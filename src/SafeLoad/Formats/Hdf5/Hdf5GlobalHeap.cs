using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The global heap: collections of values that have no fixed length, such as texts in attributes.</summary>
/// <remarks>HDF5 File Format Specification, "Global Heap".</remarks>
internal sealed class Hdf5GlobalHeap(Hdf5Bytes file)
{
    private const int ObjectPrefix = 8;

    private readonly Dictionary<long, Dictionary<int, ReadOnlyMemory<byte>>> _collections = new(SeededComparer.Instance);

    /// <summary>An object of a collection.</summary>
    public ReadOnlySpan<byte> Find(long collection, long index, CheckpointLocation at)
    {
        if (!_collections.TryGetValue(collection, out var objects)) _collections.Add(collection, objects = Read(collection));
        return index is > 0 and <= ushort.MaxValue && objects.TryGetValue((int)index, out ReadOnlyMemory<byte> found) ? found.Span
            : throw Problems.Hdf5(FormattableString.Invariant($"the heap has no object {index}"), at);
    }

    private Dictionary<int, ReadOnlyMemory<byte>> Read(long address)
    {
        Span<byte> prefix = stackalloc byte[16];
        Hdf5Cursor cursor = file.Cursor(file.Peek(address, prefix), address);
        cursor.ReadSignature("GCOL"u8, "heap collection");
        cursor.ReadVersion(1, 1, "a heap collection");
        cursor.Skip(3);
        byte[] bytes = file.ReadStructure(address, cursor.ReadLength());
        var objects = new Dictionary<int, ReadOnlyMemory<byte>>();
        int start = cursor.Position;
        cursor = file.Cursor(bytes, address);
        cursor.Skip(start);
        while (cursor.Remaining >= ObjectPrefix + file.LengthSize)
        {
            CheckpointLocation at = cursor.At;
            int index = cursor.ReadUInt16();
            cursor.Skip(ObjectPrefix - 2);
            long length = cursor.ReadLength();
            // Object 0 is what is free, to the end.
            if (index == 0) break;
            int position = cursor.Position;
            cursor.Skip(length);
            if (!objects.TryAdd(index, bytes.AsMemory(position, (int)length)))
                throw Problems.Hdf5(FormattableString.Invariant($"a heap collection has object {index} twice"), at);
            cursor.Skip(Math.Min((8 - length % 8) % 8, cursor.Remaining));
        }
        return objects;
    }
}
