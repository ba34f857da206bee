using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The links of an old-style group: a B-tree of symbol table nodes, with the names in a heap.</summary>
/// <remarks>HDF5 File Format Specification, "Version 1 B-trees", "Symbol Table", "Local Heaps".</remarks>
internal sealed class Hdf5SymbolTable
{
    private const int SoftLink = 2, GroupTree = 0;

    private readonly Hdf5Bytes _file;
    private readonly byte[] _names;
    private readonly Hdf5Items<Hdf5Link> _links;
    private long _nameBytes;

    private Hdf5SymbolTable(Hdf5Bytes file, byte[] names, Hdf5Items<Hdf5Link> links)
    {
        _file = file;
        _names = names;
        _links = links;
    }

    public static void Read(Hdf5Bytes file, Hdf5Message message, Hdf5Items<Hdf5Link> links)
    {
        Hdf5Cursor cursor = file.Cursor(message);
        long tree = cursor.ReadAddress(), heap = cursor.ReadAddress();
        var table = new Hdf5SymbolTable(file, ReadHeap(file, heap), links);
        foreach (long node in Hdf5Tree1.ReadLeaves(file, tree, GroupTree, file.LengthSize, static (_, address) => address))
        {
            try
            {
                table.ReadNode(node);
            }
            catch (SafeLoadException fault) when (links.Takes(fault))
            {
                // The next node stands by itself.
            }
        }
    }

    private static byte[] ReadHeap(Hdf5Bytes file, long address)
    {
        byte[] header = file.ReadStructure(address, 8L + 2 * file.LengthSize + file.OffsetSize);
        Hdf5Cursor cursor = file.Cursor(header, address);
        cursor.ReadSignature("HEAP"u8, "heap of names");
        cursor.ReadVersion(0, 0, "a heap of names");
        cursor.Skip(3);
        long length = cursor.ReadLength();
        cursor.ReadLimit();
        return file.ReadStructure(cursor.ReadAddress(), length);
    }

    private void ReadNode(long address)
    {
        int entryLength = 2 * _file.OffsetSize + 24;
        Span<byte> prefix = stackalloc byte[8];
        Hdf5Cursor cursor = _file.Cursor(_file.Peek(address, prefix), address);
        cursor.ReadSignature("SNOD"u8, "symbol table node");
        cursor.ReadVersion(1, 1, "a symbol table node");
        cursor.Skip(1);
        int count = cursor.ReadUInt16();
        byte[] node = _file.ReadStructure(address, 8L + (long)count * entryLength);
        for (int i = 0; i < count; i++)
        {
            int start = 8 + i * entryLength;
            try
            {
                ReadEntry(_file.Cursor(node.AsSpan(start, entryLength), address + start));
            }
            catch (SafeLoadException fault) when (_links.Takes(fault))
            {
                // It is kept.
            }
        }
    }

    private void ReadEntry(Hdf5Cursor cursor)
    {
        CheckpointLocation at = cursor.At;
        long name = cursor.ReadNumber(_file.OffsetSize), target = cursor.ReadAddress();
        bool isSoft = cursor.ReadUInt32() == SoftLink;
        cursor.Skip(20);
        _file.AddName(at);
        _links.Add(new Hdf5Link(ReadName(name, at), isSoft ? Hdf5Cursor.Undefined : Hdf5Link.Need(target, at)));
    }

    // No two names share bytes, or a heap of one long text would be many long names.
    private string ReadName(long offset, CheckpointLocation at)
    {
        if (offset >= _names.Length)
            throw Problems.Hdf5(FormattableString.Invariant($"a name stands at byte {offset:N0} of a heap of {_names.Length:N0}"), at);
        ReadOnlySpan<byte> rest = _names.AsSpan((int)offset);
        int length = rest.IndexOf((byte)0);
        if (length < 0) throw Problems.Hdf5("a name has no end", at);
        _nameBytes += length + 1L;
        if (_nameBytes > _names.Length) throw Problems.Hdf5("the names of a group overlap", at);
        return Hdf5Link.NameOf(rest[..length], at);
    }
}
