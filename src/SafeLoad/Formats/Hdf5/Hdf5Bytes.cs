using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>
/// The structures of an HDF5 file by their addresses, and what reading them has cost. A structure is read once; all of them
/// together cannot be larger than the file, so that no pointers, however they are bent, make the work more than linear in it.
/// </summary>
internal class Hdf5Bytes
{
    private readonly Hdf5Superblock _superblock;
    private readonly CheckpointLocation _start;
    private readonly HashSet<long> _known = new(SeededComparer.Instance);
    private readonly List<Hdf5Run> _structures = [];
    private long _structureBytes, _chunkBytes, _links;

    protected Hdf5Bytes(ByteSource source, Budget budget)
    {
        _superblock = Hdf5Superblock.Read(source);
        _start = new CheckpointLocation(source.Name, null, _superblock.Start);
        Content = new SliceByteSource(source, _superblock.Start, _superblock.Length);
        Budget = budget;
    }

    /// <summary>The bytes that addresses count in.</summary>
    public ByteSource Content { get; }

    public Budget Budget { get; }

    /// <summary>Where the superblock stands in the source, which all addresses count from.</summary>
    public long Start => _superblock.Start;

    /// <summary>The structures that were read until now, in no order.</summary>
    public IReadOnlyList<Hdf5Run> Structures => _structures;

    public int OffsetSize => _superblock.OffsetSize;

    public int LengthSize => _superblock.LengthSize;

    /// <summary>Where the header of the root group stands.</summary>
    protected long RootAddress => _superblock.Root;

    public CheckpointLocation At(long address) => _start with { Offset = _start.Offset + address };

    /// <summary>The place of what has a name in the file.</summary>
    public CheckpointLocation At(string path) => _start with { Record = path, Offset = null };

    public Hdf5Cursor Cursor(ReadOnlySpan<byte> bytes, long address) => new(bytes, At(address), OffsetSize, LengthSize);

    public Hdf5Cursor Cursor(Hdf5Message message) => Cursor(message.Data.Span, message.Address);

    /// <summary>The first bytes of a structure, which tell how long it is; fewer at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(long address, Span<byte> buffer)
    {
        if (address < 0 || address >= Content.Length) throw Outside(address, 1);
        buffer = buffer[..(int)Math.Min(buffer.Length, Content.Length - address)];
        Content.ReadExactly(address, buffer);
        return buffer;
    }

    /// <summary>A structure, read for the first and only time. Allocated when it is known to be inside of the file.</summary>
    public byte[] ReadStructure(long address, long length)
    {
        CheckInside(address, length);
        if (length > Array.MaxLength)
            throw Problems.UnsupportedHdf5(FormattableString.Invariant($"a structure of {length:N0} bytes is not read"), At(address));
        if (!_known.Add(address)) throw Problems.Hdf5("two structures share one place", At(address));
        _structures.Add(new Hdf5Run(address, length));
        _structureBytes += length;
        if (_structureBytes > Content.Length)
            throw Problems.Hdf5("the file's structures overlap: together they are larger than the file", At(address));
        Budget.CheckDirectoryBytes(_structureBytes, At(address));
        Budget.Watch(At(address));
        byte[] bytes = new byte[length];
        Content.ReadExactly(address, bytes);
        return bytes;
    }

    /// <summary>A structure whose last four bytes are its checksum.</summary>
    public byte[] ReadChecked(long address, long length)
    {
        byte[] bytes = ReadStructure(address, length);
        Check(bytes, address);
        return bytes;
    }

    /// <summary>Compares the last four bytes with the checksum of those before.</summary>
    public void Check(ReadOnlySpan<byte> structure, long address)
    {
        Hdf5Cursor cursor = Cursor(structure, address);
        cursor.Skip(structure.Length - 4L);
        if (cursor.ReadUInt32() != Lookup3.Hash(structure[..^4]))
            throw Problems.Hdf5("a structure does not match its checksum", At(address));
    }

    public void CheckInside(long address, long length)
    {
        if (address < 0 || length < 0 || address > Content.Length || length > Content.Length - address) throw Outside(address, length);
    }

    /// <summary>Counts a chunk of a dataset. Chunks that share bytes would let a small file unfold again and again.</summary>
    public void AddChunk(long address, long length)
    {
        CheckInside(address, length);
        _chunkBytes += length;
        if (_chunkBytes > Content.Length)
            throw Problems.Hdf5("the chunks of the datasets overlap: together they are larger than the file", At(address));
    }

    /// <summary>Counts a link of a group, or an attribute.</summary>
    public void AddName(CheckpointLocation at) => Budget.CheckRecords((ulong)++_links, at);

    private MalformedCheckpointException Outside(long address, long length) => address == Hdf5Cursor.Undefined
        ? Problems.Hdf5("a structure that must be there has no address", _start)
        : Problems.Hdf5(FormattableString.Invariant(
            $"{length:N0} bytes at address {address:N0} are not all inside of the file's {Content.Length:N0}"), _start);
}
