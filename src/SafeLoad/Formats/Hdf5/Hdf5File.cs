using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>An open HDF5 file: its groups, datasets and types by the addresses of their headers.</summary>
internal sealed class Hdf5File : Hdf5Bytes
{
    private readonly Dictionary<long, Hdf5Object> _objects = new(SeededComparer.Instance);

    private Hdf5File(ByteSource source, Budget budget) : base(source, budget) => Texts = new Hdf5GlobalHeap(this);

    /// <summary>Where values of no fixed length stand.</summary>
    public Hdf5GlobalHeap Texts { get; }

    public static Hdf5File Open(ByteSource source, Budget budget) => new(source, budget);

    public Hdf5Object OpenRoot() => OpenObject(RootAddress);

    /// <summary>A group, dataset or type by the address of its header; each is read once.</summary>
    public Hdf5Object OpenObject(long address)
    {
        if (_objects.TryGetValue(address, out Hdf5Object? known)) return known;
        var opened = new Hdf5Object(this, address, Hdf5ObjectHeader.Read(this, address));
        _objects.Add(address, opened);
        return opened;
    }
}
