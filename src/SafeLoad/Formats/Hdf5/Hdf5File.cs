using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>An open HDF5 file: its groups, datasets and types by the addresses of their headers.</summary>
internal sealed class Hdf5File : Hdf5Bytes
{
    private readonly Dictionary<long, Hdf5Object> _objects = new(SeededComparer.Instance);

    private Hdf5File(ByteSource source, Budget budget) : base(source, budget) => Texts = new Hdf5GlobalHeap(this);

    /// <summary>The band of chunks that was put together last, of whatever dataset: it is asked for again and again, and of others memory
    /// keeps what it can.</summary>
    public byte[]? LastBand { get; set; }

    /// <summary>Where values of no fixed length stand.</summary>
    public Hdf5GlobalHeap Texts { get; }

    public static Hdf5File Open(ByteSource source, Budget budget) => new(source, budget);

    public Hdf5Object OpenRoot() => OpenObject(RootAddress);

    /// <summary>Where a datatype begins, which may be that of an object with a name, shared with others.</summary>
    /// <remarks>H5Oshared.c of the library: version 1 has an entry of a symbol table, the others an address.</remarks>
    public Hdf5Cursor FollowType(Hdf5Cursor cursor, bool isShared)
    {
        if (!isShared) return cursor;
        const int committed = 2;
        int version = cursor.ReadVersion(1, 3, "a shared message"), kind = cursor.ReadByte();
        if (version == 3 && kind != committed)
            throw Problems.UnsupportedHdf5("a datatype stands in a heap of messages; that is not read", cursor.At);
        if (version == 1) cursor.Skip(6 + LengthSize);
        Hdf5Object named = OpenObject(Hdf5Link.Need(cursor.ReadAddress(), cursor.At));
        Hdf5Message type = named.Need(Hdf5MessageType.Datatype);
        return type.IsShared ? throw Problems.Hdf5("a named datatype is said to be shared itself", named.At) : Cursor(type);
    }

    /// <summary>A group, dataset or type by the address of its header; each is read once.</summary>
    public Hdf5Object OpenObject(long address)
    {
        if (_objects.TryGetValue(address, out Hdf5Object? known)) return known;
        var opened = new Hdf5Object(this, address, Hdf5ObjectHeader.Read(this, address));
        _objects.Add(address, opened);
        return opened;
    }
}
