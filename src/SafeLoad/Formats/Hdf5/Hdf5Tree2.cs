using System.Numerics;
using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>Version 2 B-trees: records of one size, in leaves and in the nodes above them.</summary>
/// <remarks>HDF5 File Format Specification, "Version 2 B-trees".
/// How many bytes a node's counts take follows from how many records could be below it.</remarks>
internal sealed class Hdf5Tree2
{
    // Signature, version, type, and the checksum at the end.
    private const int NodePrefix = 6, NodeOverhead = 10;

    private readonly Hdf5Bytes _file;
    private readonly int _type, _recordLength, _countLength;
    private readonly long _nodeLength, _rootAddress;
    private readonly int _rootCount;
    // Bytes of the number of all records below a node, by its level.
    private readonly int[] _totalLengths;

    public Hdf5Tree2(Hdf5Bytes file, long address, int type)
    {
        _file = file;
        byte[] header = file.ReadChecked(address, 22L + file.OffsetSize + file.LengthSize);
        Hdf5Cursor cursor = file.Cursor(header, address);
        cursor.ReadSignature("BTHD"u8, "header of a tree");
        cursor.ReadVersion(0, 0, "a tree");
        _type = cursor.ReadByte();
        if (_type != type) throw Problems.Hdf5(FormattableString.Invariant($"a tree has type {_type}; {type} belongs here"), cursor.At);
        _nodeLength = cursor.ReadUInt32();
        _recordLength = cursor.ReadUInt16();
        int depth = cursor.ReadUInt16();
        cursor.Skip(2);
        _rootAddress = cursor.ReadAddress();
        _rootCount = cursor.ReadUInt16();
        if (_recordLength == 0 || _nodeLength < NodeOverhead + _recordLength)
            throw Problems.Hdf5("the nodes of a tree have no room for a record", file.At(address));
        _countLength = LengthOf((ulong)((_nodeLength - NodeOverhead) / _recordLength));
        _totalLengths = TotalLengths(depth, file.At(address));
    }

    public int RecordLength => _recordLength;

    /// <summary>Every record, not in any order.</summary>
    public List<ReadOnlyMemory<byte>> ReadRecords()
    {
        var records = new List<ReadOnlyMemory<byte>>();
        var open = new Stack<(long Address, int Count, int Level)>();
        if (_rootAddress != Hdf5Cursor.Undefined) open.Push((_rootAddress, _rootCount, _totalLengths.Length - 1));
        while (open.TryPop(out var node))
        {
            int pointerLength = node.Level == 0 ? 0
                : _file.OffsetSize + _countLength + (node.Level > 1 ? _totalLengths[node.Level - 1] : 0);
            long used = NodePrefix + (long)node.Count * _recordLength + (node.Level == 0 ? 0 : (node.Count + 1L) * pointerLength) + 4;
            if (used > _nodeLength)
                throw Problems.Hdf5(FormattableString.Invariant(
                    $"a node of a tree is said to have {node.Count:N0} records, more than it has room for"), _file.At(node.Address));
            // The rest of the node is free.
            byte[] bytes = _file.ReadChecked(node.Address, used);
            Hdf5Cursor cursor = _file.Cursor(bytes, node.Address);
            cursor.ReadSignature(node.Level == 0 ? "BTLF"u8 : "BTIN"u8, "node of a tree");
            cursor.ReadVersion(0, 0, "a node of a tree");
            if (cursor.ReadByte() != _type) throw Problems.Hdf5("a node belongs to a tree of another type", cursor.At);
            for (int i = 0; i < node.Count; i++)
            {
                records.Add(bytes.AsMemory(cursor.Position, _recordLength));
                cursor.Skip(_recordLength);
            }
            for (int i = 0; node.Level > 0 && i <= node.Count; i++)
            {
                long child = cursor.ReadAddress();
                int count = (int)Math.Min(cursor.ReadUnsigned(_countLength), int.MaxValue);
                if (node.Level > 1) cursor.Skip(_totalLengths[node.Level - 1]);
                open.Push((child, count, node.Level - 1));
            }
        }
        return records;
    }

    private int[] TotalLengths(int depth, CheckpointLocation at)
    {
        var lengths = new List<int> { 0 };
        ulong most = (ulong)((_nodeLength - NodeOverhead) / _recordLength);
        for (int level = 1; level <= depth; level++)
        {
            int pointerLength = _file.OffsetSize + _countLength + (level > 1 ? lengths[level - 1] : 0);
            // Records of a node with children, of which it has one more; the carry is looked at,
            // since 128-bit numbers are not compiled ahead of time.
            long here = (_nodeLength - NodeOverhead - pointerLength) / (_recordLength + pointerLength);
            if (here <= 0 || Math.BigMul((ulong)here + 1, most, out most) != 0 || most > ulong.MaxValue - (ulong)here)
                throw Problems.Hdf5(FormattableString.Invariant($"a tree of {depth:N0} levels"), at);
            most += (ulong)here;
            lengths.Add(LengthOf(most));
        }
        return [.. lengths];
    }

    private static int LengthOf(ulong most) => BitOperations.Log2(most) / 8 + 1;
}
