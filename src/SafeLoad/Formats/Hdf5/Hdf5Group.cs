using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The links of a group, however it keeps them: in a symbol table, in messages, or in a heap of its own.</summary>
internal static class Hdf5Group
{
    // The types of version 2 trees that name the objects of a heap.
    private const int LinksByName = 5;

    public static Hdf5Link[] ReadLinks(Hdf5Bytes file, Hdf5Object group)
    {
        var links = new List<Hdf5Link>();
        if (group.Find(Hdf5MessageType.SymbolTable) is { } table) Hdf5SymbolTable.Read(file, table, links);
        foreach (Hdf5Message message in group.Messages)
        {
            if (message.Type != Hdf5MessageType.Link) continue;
            if (message.IsShared)
                throw Problems.UnsupportedHdf5("a link is shared with other groups; that is not read", file.At(message.Address));
            links.Add(Hdf5Link.Read(file, file.Cursor(message)));
        }
        if (group.Find(Hdf5MessageType.LinkInfo) is { } info) ReadDense(file, info, links);
        Hdf5Link[] sorted = [.. links];
        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Name == sorted[i - 1].Name)
                throw Problems.Hdf5($"a group has '{Printable.Escape(sorted[i].Name)}' twice", group.At);
        }
        return sorted;
    }

    private static void ReadDense(Hdf5Bytes file, Hdf5Message info, List<Hdf5Link> links)
    {
        Hdf5Cursor cursor = file.Cursor(info);
        cursor.ReadVersion(0, 0, "a group's link information");
        if ((cursor.ReadByte() & 1) != 0) cursor.Skip(8);
        long heapAddress = cursor.ReadAddress(), treeAddress = cursor.ReadAddress();
        if (heapAddress == Hdf5Cursor.Undefined) return;
        var heap = new Hdf5FractalHeap(file, heapAddress);
        // A record: the hash of the name, then where the heap has the link.
        foreach (ReadOnlyMemory<byte> record in new Hdf5Tree2(file, treeAddress, LinksByName).ReadRecords())
        {
            ReadOnlyMemory<byte> link = heap.Find(record.Span[4..], out long address);
            links.Add(Hdf5Link.Read(file, file.Cursor(link.Span, address)));
        }
    }
}
