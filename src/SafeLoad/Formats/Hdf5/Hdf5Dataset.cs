using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Hdf5;

/// <summary>A dataset: what its elements are, and where they stand, in order and without gaps.</summary>
/// <param name="Type">The elements.</param>
/// <param name="Shape">The size of each dimension; empty for a scalar.</param>
/// <param name="Content">Their bytes, read when asked for.</param>
/// <param name="Stored">Where they stand in the file; several runs where they are put together out of chunks, none where nothing was ever
/// written.</param>
internal sealed record Hdf5Dataset(Hdf5Type Type, long[] Shape, ByteSource Content, Hdf5Run[] Stored)
{
    // A band of chunks is put together in memory.
    private const long MostBand = 1 << 30;

    /// <summary>What the elements of a dataset are.</summary>
    public static Hdf5Type ReadType(Hdf5File file, Hdf5Object dataset) => Hdf5Type.Read(FollowType(file, dataset));

    /// <summary>What stands where in one of them.</summary>
    public static Hdf5Record ReadRecord(Hdf5File file, Hdf5Object dataset) => Hdf5RecordReader.Read(file.Budget, FollowType(file, dataset));

    /// <summary>Reads where the elements stand; none of them is read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dataset">The object.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="place">Where what cannot be read is said to be.</param>
    public static Hdf5Dataset Read(Hdf5File file, Hdf5Object dataset, string name, CheckpointLocation place)
    {
        CheckpointLocation at = dataset.At;
        Hdf5Type type = ReadType(file, dataset);
        if (dataset.Find(Hdf5MessageType.ExternalFiles) is not null)
            throw Problems.OtherFile(
                $"the elements of dataset '{Printable.Escape(name)}' are in other files, which are never followed", place);
        Hdf5Space space = Hdf5Space.Read(file.Cursor(dataset.Need(Hdf5MessageType.Dataspace)));
        if (space.ElementCount > long.MaxValue / type.Size) throw Problems.BadShape("more than 2^63 bytes", space.Shape, at);
        long length = space.ElementCount * type.Size;
        Hdf5Layout layout = Hdf5Layout.Read(file, dataset.Need(Hdf5MessageType.Layout), name, place);
        Hdf5Filters filters = dataset.Find(Hdf5MessageType.Filters) is { } pipeline ? Hdf5Filters.Read(file.Cursor(pipeline), place)
            : Hdf5Filters.None;
        byte[] fill = ReadFill(file, dataset, type.Size);
        if (layout.Index != Hdf5Index.None)
        {
            ByteSource elements = OpenChunks(file, space, type.Size, length, layout, filters, fill, at, out Hdf5Chunk[] chunks);
            return new Hdf5Dataset(type, space.Shape, elements, Array.ConvertAll(chunks, static chunk => chunk.Run));
        }
        if (!filters.IsEmpty) throw Problems.Hdf5("a dataset has filters and no chunks", at);
        if (length == 0) return new Hdf5Dataset(type, space.Shape, new SliceByteSource(file.Content, 0, 0), []);
        if (layout.Address == Hdf5Cursor.Undefined)
        {
            Charge(file, 0, length, at);
            return new Hdf5Dataset(type, space.Shape, new Hdf5FillSource(file.Content, fill, length), []);
        }
        if (layout.Length is not Hdf5Layout.Unstated && layout.Length != length)
            throw Problems.Hdf5(FormattableString.Invariant(
                $"dataset '{Printable.Escape(name)}' has {layout.Length:N0} bytes; its shape and type take {length:N0}"), at);
        file.CheckInside(layout.Address, length);
        return new Hdf5Dataset(type, space.Shape, new SliceByteSource(file.Content, layout.Address, length),
            [new Hdf5Run(layout.Address, length)]);
    }

    private static Hdf5Cursor FollowType(Hdf5File file, Hdf5Object dataset)
    {
        Hdf5Message type = dataset.Need(Hdf5MessageType.Datatype);
        return file.FollowType(file.Cursor(type), type.IsShared);
    }

    private static ByteSource OpenChunks(Hdf5File file, Hdf5Space space, int itemSize, long length, Hdf5Layout layout, Hdf5Filters filters,
        byte[] fill, CheckpointLocation at, out Hdf5Chunk[] chunks)
    {
        var grid = new Hdf5Grid(space, layout.ChunkShape, itemSize, at);
        chunks = [];
        if (length == 0) return new SliceByteSource(file.Content, 0, 0);
        chunks = Hdf5ChunkIndex.Read(file, layout, grid, !filters.IsEmpty, at);
        long stored = 0;
        foreach (Hdf5Chunk chunk in chunks) stored += chunk.Length;
        // What comes out of the chunks, which at the edges is more than the dataset; and the dataset, of which chunks may be missing.
        Charge(file, stored, Math.Max(length, chunks.LongLength * grid.ChunkLength), at);
        if (chunks.Length == 0) return new Hdf5FillSource(file.Content, fill, length);
        if (grid.BandLength > MostBand)
            throw Problems.UnsupportedTensor(
                FormattableString.Invariant($"the chunks of a dataset are so narrow that {grid.BandLength:N0} ")
                + FormattableString.Invariant($"bytes of them belong together; up to {MostBand:N0} are read"), at);
        return new Hdf5ChunkSource(file, grid, chunks, filters, fill, length);
    }

    private static void Charge(Hdf5File file, long stored, long unfolded, CheckpointLocation at)
    {
        if (stored >= unfolded) return;
        file.Budget.ChargeUnfolded(stored, unfolded, at);
    }

    // What elements are that were never written; empty for zeros.
    private static byte[] ReadFill(Hdf5File file, Hdf5Object dataset, int itemSize)
    {
        ReadOnlySpan<byte> value = [];
        CheckpointLocation at = dataset.At;
        if (dataset.Find(Hdf5MessageType.FillValue) is { } message)
        {
            Hdf5Cursor cursor = file.Cursor(message);
            int version = cursor.ReadVersion(1, 3, "a fill value");
            int flags = cursor.ReadByte();
            bool isThere = (flags & 0x20) != 0;
            if (version < 3)
            {
                cursor.Skip(1);
                isThere = cursor.ReadByte() != 0 || version == 1;
            }
            uint size = isThere ? cursor.ReadUInt32() : 0;
            // H5Ofill.c: a signed number, until version 3; -1 says that there is none.
            if (version == 3 || (int)size >= 0) value = cursor.ReadBytes(size);
        }
        else if (dataset.Find(Hdf5MessageType.OldFillValue) is { } old)
        {
            Hdf5Cursor cursor = file.Cursor(old);
            value = cursor.ReadBytes(cursor.ReadUInt32());
        }
        if (!value.ContainsAnyExcept((byte)0)) return [];
        return value.Length == itemSize ? value.ToArray()
            : throw Problems.Hdf5(
                FormattableString.Invariant($"a fill value of {value.Length:N0} bytes stands for elements of {itemSize}"), at);
    }
}
