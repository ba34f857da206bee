using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The links of a group, however it keeps them: in a symbol table, in messages, or in a heap of its own.</summary>
internal static class Hdf5Group
{
    // The types of version 2 trees that name the objects of a heap.
    private const int LinksByName = 5;

    /// <summary>The links in the order of their names.</summary>
    public static Hdf5Items<Hdf5Link> ReadLinks(Hdf5Bytes file, Hdf5Object group)
    {
        var found = new Hdf5Items<Hdf5Link>();
        try
        {
            if (group.Find(Hdf5MessageType.SymbolTable) is { } table) Hdf5SymbolTable.Read(file, table, found);
        }
        catch (SafeLoadException fault) when (found.TakesLast(fault))
        {
            // Links can stand elsewhere too.
        }
        try
        {
            foreach (Hdf5Message message in group.Messages)
            {
                if (message.Type == Hdf5MessageType.Link) Read(file, message.Data, message.Address, message.IsShared, found);
            }
            if (group.Find(Hdf5MessageType.LinkInfo) is { } info) ReadDense(file, info, found);
        }
        catch (SafeLoadException fault) when (found.TakesLast(fault))
        {
            // Those before it were read.
        }
        return Sort(found, group);
    }

    private static Hdf5Items<Hdf5Link> Sort(Hdf5Items<Hdf5Link> found, Hdf5Object group)
    {
        Hdf5Link[] links = [.. found.Readable];
        Array.Sort(links, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        var sorted = new Hdf5Items<Hdf5Link>();
        foreach (SafeLoadException fault in found.Faults) sorted.AddFault(fault);
        for (int i = 0; i < links.Length; i++)
        {
            sorted.Add(links[i]);
            if (i > 0 && links[i].Name == links[i - 1].Name)
                sorted.AddFault(Problems.Hdf5($"a group has '{Printable.Escape(links[i].Name)}' twice", group.At));
        }
        return sorted;
    }

    // What is wrong with one is no end.
    private static void Read(Hdf5Bytes file, ReadOnlyMemory<byte> link, long address, bool isShared, Hdf5Items<Hdf5Link> links)
    {
        try
        {
            links.Add(isShared ? throw Problems.UnsupportedHdf5("a link is shared with other groups; that is not read", file.At(address))
                : Hdf5Link.Read(file, file.Cursor(link.Span, address)));
        }
        catch (SafeLoadException fault) when (links.Takes(fault))
        {
            // It is kept.
        }
    }

    private static void ReadDense(Hdf5Bytes file, Hdf5Message info, Hdf5Items<Hdf5Link> links)
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
            try
            {
                ReadOnlyMemory<byte> link = heap.Find(record.Span[Math.Min(4, record.Length)..], out long address);
                Read(file, link, address, isShared: false, links);
            }
            catch (SafeLoadException fault) when (links.Takes(fault))
            {
                // The next has its own place in the heap.
            }
        }
    }
}
