using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>How a chunked dataset finds its chunks.</summary>
internal enum Hdf5Index
{
    /// <summary>It has no chunks.</summary>
    None,
    /// <summary>A version 1 B-tree.</summary>
    Tree1,
    /// <summary>There is one chunk.</summary>
    Single,
    /// <summary>All chunks stand one behind the other.</summary>
    Implicit,
    /// <summary>An array with an element for each chunk.</summary>
    FixedArray,
    /// <summary>A version 2 B-tree.</summary>
    Tree2,
    /// <summary>An array that grows with the one dimension that does.</summary>
    ExtensibleArray,
}

/// <summary>Where the elements of a dataset stand.</summary>
/// <param name="Address">The elements, or the index of chunks; <see cref="Hdf5Cursor.Undefined"/> if nothing was ever written.</param>
/// <param name="Length">Bytes of the elements, or of a single filtered chunk; <see cref="Unstated"/> where the shape alone says
/// it.</param>
/// <param name="Index">How chunks are found.</param>
/// <param name="ChunkShape">The size of a chunk, and behind it that of an element; empty without chunks.</param>
/// <param name="FilterMask">The filters that a single chunk leaves out.</param>
/// <remarks>HDF5 File Format Specification, "The Data Layout Message"; versions 1 to 4. HDF5 wrote the first two before
/// version 1.6.3; they state no length.</remarks>
internal sealed record Hdf5Layout(long Address, long Length, Hdf5Index Index, long[] ChunkShape, uint FilterMask = 0)
{
    /// <summary>The length of elements that as many bytes are stored of as their shape and type take.</summary>
    public const long Unstated = long.MinValue;

    private const int Compact = 0, Contiguous = 1, Chunked = 2, Virtual = 3;
    private const int UnfilteredEdges = 1, FilteredSingle = 2;

    public static Hdf5Layout Read(Hdf5File file, Hdf5Message message, string name, CheckpointLocation place)
    {
        Hdf5Cursor cursor = file.Cursor(message);
        CheckpointLocation at = cursor.At;
        int version = cursor.ReadVersion(1, 4, "a data layout");
        if (version < 3) return ReadOld(ref cursor, message.Address);
        int kind = cursor.ReadByte();
        switch (kind)
        {
            case Compact:
                int length = cursor.ReadUInt16();
                long address = message.Address + cursor.Position;
                cursor.Skip(length);
                return new Hdf5Layout(address, length, Hdf5Index.None, []);
            case Contiguous:
                address = cursor.ReadAddress();
                return new Hdf5Layout(address, cursor.ReadLimit(), Hdf5Index.None, []);
            case Chunked:
                return version == 3 ? ReadChunked(ref cursor) : ReadIndexed(ref cursor);
            case Virtual:
                throw Problems.OtherFile($"dataset '{Printable.Escape(name)}' is virtual: its elements are in other datasets or files, "
                    + "which are never followed", place);
            default:
                throw Problems.Hdf5(FormattableString.Invariant($"a data layout has class {kind}; 0 to 3 exist"), at);
        }
    }

    // Dimensions, class, reserved; the sizes of the dimensions are those of a chunk, and otherwise of no use.
    private static Hdf5Layout ReadOld(ref Hdf5Cursor cursor, long start)
    {
        CheckpointLocation at = cursor.At;
        int rank = cursor.ReadByte(), kind = cursor.ReadByte();
        cursor.Skip(5);
        if (kind is < Compact or > Chunked)
            throw Problems.Hdf5(FormattableString.Invariant($"an old data layout has class {kind}; 0 to 2 exist"), at);
        long address = kind == Compact ? 0 : cursor.ReadAddress();
        if (kind == Chunked) return new Hdf5Layout(address, 0, Hdf5Index.Tree1, ReadShape(ref cursor, rank, 4));
        cursor.Skip(rank * 4L);
        if (kind == Contiguous) return new Hdf5Layout(address, Unstated, Hdf5Index.None, []);
        uint length = cursor.ReadUInt32();
        address = start + cursor.Position;
        cursor.Skip(length);
        return new Hdf5Layout(address, length, Hdf5Index.None, []);
    }

    private static Hdf5Layout ReadChunked(ref Hdf5Cursor cursor)
    {
        int rank = cursor.ReadByte();
        long address = cursor.ReadAddress();
        return new Hdf5Layout(address, 0, Hdf5Index.Tree1, ReadShape(ref cursor, rank, 4));
    }

    private static Hdf5Layout ReadIndexed(ref Hdf5Cursor cursor)
    {
        CheckpointLocation at = cursor.At;
        int flags = cursor.ReadByte(), rank = cursor.ReadByte(), sizeLength = cursor.ReadByte();
        if (sizeLength is 0 or > 8)
            throw Problems.Hdf5(FormattableString.Invariant($"the sizes of chunks are said to take {sizeLength} bytes"), at);
        if ((flags & UnfilteredEdges) != 0)
            throw Problems.UnsupportedHdf5("a dataset has chunks at its edges that are stored in another way; that is not read", at);
        long[] shape = ReadShape(ref cursor, rank, sizeLength);
        Hdf5Index index;
        long length = 0;
        uint mask = 0;
        switch (cursor.ReadByte())
        {
            case 1:
                index = Hdf5Index.Single;
                if ((flags & FilteredSingle) == 0) break;
                length = cursor.ReadLength();
                mask = cursor.ReadUInt32();
                break;
            case 2:
                index = Hdf5Index.Implicit;
                break;
            case 3:
                index = Hdf5Index.FixedArray;
                cursor.Skip(1);
                break;
            case 5:
                index = Hdf5Index.Tree2;
                cursor.Skip(6);
                break;
            case 4:
                index = Hdf5Index.ExtensibleArray;
                cursor.Skip(5);
                break;
            case var other:
                throw Problems.Hdf5(
                    FormattableString.Invariant($"a dataset finds its chunks by an index of type {other}; 1 to 5 exist"), at);
        }
        return new Hdf5Layout(cursor.ReadAddress(), length, index, shape, mask);
    }

    private static long[] ReadShape(ref Hdf5Cursor cursor, int rank, int sizeLength)
    {
        CheckpointLocation at = cursor.At;
        long[] shape = new long[rank];
        for (int i = 0; i < rank; i++) shape[i] = cursor.ReadNumber(sizeLength);
        return rank > 1 && Array.TrueForAll(shape, static size => size > 0) ? shape
            : throw Problems.Hdf5("a chunk has no dimensions, or one of size 0", at);
    }
}
