using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>Version 1 B-trees: what stands under the nodes of level 0, from left to right.</summary>
/// <remarks>HDF5 File Format Specification, "Version 1 B-trees". A node's children are one level lower,
/// so that no tree leads back into itself.</remarks>
internal static class Hdf5Tree1
{
    private const int AnyLevel = -1;

    /// <summary>Reads a child of a leaf: its key, and its address.</summary>
    public delegate T Reader<T>(Hdf5Cursor key, long child);

    public static List<T> ReadLeaves<T>(Hdf5Bytes file, long root, int type, int keyLength, Reader<T> read)
    {
        var leaves = new List<T>();
        var open = new Stack<(long Address, int Level)>();
        open.Push((root, AnyLevel));
        Span<byte> buffer = stackalloc byte[8];
        while (open.TryPop(out var next))
        {
            Hdf5Cursor cursor = file.Cursor(file.Peek(next.Address, buffer), next.Address);
            cursor.ReadSignature("TREE"u8, "node of a tree");
            CheckpointLocation at = cursor.At;
            int foundType = cursor.ReadByte(), level = cursor.ReadByte(), count = cursor.ReadUInt16();
            if (foundType != type)
                throw Problems.Hdf5(FormattableString.Invariant($"a tree has type {foundType}; {type} belongs here"), at);
            if (next.Level != AnyLevel && level != next.Level)
                throw Problems.Hdf5(
                    FormattableString.Invariant($"a node of level {level} stands in a tree where one of level {next.Level} belongs"), at);
            int siblings = 2 * file.OffsetSize, childLength = keyLength + file.OffsetSize;
            byte[] node = file.ReadStructure(next.Address, 8L + siblings + (long)count * childLength);
            for (int i = 0; i < count; i++)
            {
                // From the last to the first, so that the stack gives the first one first; leaves are read in their order.
                int index = level > 0 ? count - 1 - i : i, start = 8 + siblings + index * childLength;
                Hdf5Cursor entry = file.Cursor(node.AsSpan(start, childLength), next.Address + start), key = entry;
                entry.Skip(keyLength);
                long child = Hdf5Link.Need(entry.ReadAddress(), entry.At);
                if (level > 0) open.Push((child, level - 1));
                else leaves.Add(read(key, child));
            }
        }
        return leaves;
    }
}
