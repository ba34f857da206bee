using System.Numerics;
using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>
/// A fractal heap: the links of a large new-style group, or the attributes of an object that has many. Blocks double in size
/// row by row; a place in the heap tells the row, and so the block.
/// </summary>
/// <remarks>HDF5 File Format Specification, "Fractal Heap".</remarks>
internal sealed class Hdf5FractalHeap
{
    private const int Huge = 1, Tiny = 2, HugeObjects = 1;

    private readonly Hdf5Bytes _file;
    private readonly int _width, _rootRows, _maxDirectRows, _offsetLength, _lengthLength;
    private readonly long _startLength, _rootAddress, _hugeTree;
    private readonly bool _isChecked;
    private readonly Dictionary<long, byte[]> _blocks = new(SeededComparer.Instance);
    private Dictionary<long, (long Address, long Length)>? _huge;
    private long _found;

    public Hdf5FractalHeap(Hdf5Bytes file, long address)
    {
        _file = file;
        byte[] header = file.ReadChecked(address, 26L + 3 * file.OffsetSize + 12 * file.LengthSize);
        Hdf5Cursor cursor = file.Cursor(header, address);
        cursor.ReadSignature("FRHP"u8, "heap");
        cursor.ReadVersion(0, 0, "a heap");
        cursor.Skip(2);
        if (cursor.ReadUInt16() != 0)
            throw Problems.UnsupportedHdf5("a heap of links or attributes is compressed; that is not read", cursor.At);
        _isChecked = (cursor.ReadByte() & 2) != 0;
        long mostManaged = cursor.ReadUInt32();
        cursor.Skip(file.LengthSize);
        _hugeTree = cursor.ReadAddress();
        cursor.Skip(9L * file.LengthSize + file.OffsetSize);
        CheckpointLocation at = cursor.At;
        _width = cursor.ReadUInt16();
        _startLength = cursor.ReadLength();
        long mostDirect = cursor.ReadLength();
        int bits = cursor.ReadUInt16();
        cursor.Skip(2);
        _rootAddress = cursor.ReadAddress();
        _rootRows = cursor.ReadUInt16();
        if (_width == 0 || !BitOperations.IsPow2(_width) || _startLength <= 0 || !BitOperations.IsPow2(_startLength)
            || !BitOperations.IsPow2(mostDirect) || mostDirect < _startLength || mostDirect > int.MaxValue || bits is 0 or > 64
            || mostManaged == 0)
            throw Problems.Hdf5("the blocks of a heap have sizes that cannot be", at);
        _maxDirectRows = BitOperations.Log2((ulong)mostDirect) - BitOperations.Log2((ulong)_startLength) + 2;
        if (_rootRows > 64) throw Problems.Hdf5(FormattableString.Invariant($"a heap of {_rootRows} rows"), at);
        _offsetLength = (bits + 7) / 8;
        _lengthLength = Math.Min((BitOperations.Log2((ulong)mostDirect) + 7) / 8, BitOperations.Log2((ulong)mostManaged) / 8 + 1);
    }

    /// <summary>An object by its id, and where it stands.</summary>
    public ReadOnlyMemory<byte> Find(ReadOnlySpan<byte> id, out long address)
    {
        Hdf5Cursor cursor = _file.Cursor(id, 0);
        int flags = cursor.ReadByte(), kind = flags >> 4 & 3;
        if (flags >> 6 != 0) throw Problems.UnsupportedHdf5("an object of a heap has an id of an unknown version", _file.At(_rootAddress));
        if (kind == Tiny) throw Problems.UnsupportedHdf5("an object of a heap stands in its id; that is not read", _file.At(_rootAddress));
        return kind == Huge ? FindHuge(cursor.ReadNumber(Math.Min(cursor.Remaining, _file.LengthSize)), out address)
            : FindManaged(cursor.ReadNumber(_offsetLength), cursor.ReadNumber(_lengthLength), out address);
    }

    private ReadOnlyMemory<byte> FindManaged(long offset, long length, out long address)
    {
        int rows = _rootRows;
        long block = _rootAddress, blockLength = _startLength, at = offset;
        // Each step leads to a smaller part of the heap.
        while (rows > 0)
        {
            long step = _startLength * _width;
            int row = at < step ? 0 : BitOperations.Log2((ulong)(at / step)) + 1;
            if (row >= rows) throw Problems.Hdf5(FormattableString.Invariant($"a heap has nothing at {offset:N0}"), _file.At(block));
            blockLength = row == 0 ? _startLength : _startLength << (row - 1);
            long inRow = row == 0 ? at : at - (step << (row - 1));
            int column = (int)(inRow / blockLength);
            at = inRow % blockLength;
            long child = ChildOf(block, rows, row * _width + column);
            if (child == Hdf5Cursor.Undefined)
                throw Problems.Hdf5(FormattableString.Invariant($"a heap has nothing at {offset:N0}"), _file.At(block));
            block = child;
            rows = row < _maxDirectRows ? 0 : BitOperations.Log2((ulong)blockLength) - BitOperations.Log2((ulong)step) + 1;
        }
        if (!_blocks.TryGetValue(block, out byte[]? bytes)) _blocks.Add(block, bytes = ReadDirect(block, blockLength));
        if (at > bytes.Length || length > bytes.Length - at) throw Problems.Hdf5("an object of a heap leaves its block", _file.At(block));
        // A heap is paid for once; ids that lead to one object again and again are not.
        _found += length;
        if (_found > _file.Content.Length) throw Problems.Hdf5("the objects of a heap overlap", _file.At(block));
        address = block + at;
        return bytes.AsMemory((int)at, (int)length);
    }

    // Signature, version, the heap's address, the block's place in the heap; then the children, direct ones first.
    private long ChildOf(long block, int rows, int index)
    {
        int prefix = 5 + _file.OffsetSize + _offsetLength;
        if (!_blocks.TryGetValue(block, out byte[]? bytes))
        {
            bytes = _file.ReadChecked(block, prefix + (long)rows * _width * _file.OffsetSize + 4);
            Hdf5Cursor check = _file.Cursor(bytes, block);
            check.ReadSignature("FHIB"u8, "block of a heap");
            check.ReadVersion(0, 0, "a block of a heap");
            _blocks.Add(block, bytes);
        }
        Hdf5Cursor cursor = _file.Cursor(bytes, block);
        cursor.Skip(prefix + (long)index * _file.OffsetSize);
        return cursor.ReadAddress();
    }

    private byte[] ReadDirect(long block, long length)
    {
        byte[] bytes = _file.ReadStructure(block, length);
        Hdf5Cursor cursor = _file.Cursor(bytes, block);
        cursor.ReadSignature("FHDB"u8, "block of a heap");
        cursor.ReadVersion(0, 0, "a block of a heap");
        cursor.Skip(_file.OffsetSize + _offsetLength);
        if (!_isChecked) return bytes;
        // The checksum stands in the middle, and counts as zeros.
        int position = cursor.Position;
        uint stored = cursor.ReadUInt32();
        byte[] blank = [.. bytes];
        blank.AsSpan(position, 4).Clear();
        return stored == Lookup3.Hash(blank) ? bytes
            : throw Problems.Hdf5("a block of a heap does not match its checksum", _file.At(block));
    }

    // Objects that fit no block stand by themselves: address, length, id.
    private ReadOnlyMemory<byte> FindHuge(long id, out long address)
    {
        if (_huge is null)
        {
            _huge = new(SeededComparer.Instance);
            foreach (ReadOnlyMemory<byte> record in new Hdf5Tree2(_file, _hugeTree, HugeObjects).ReadRecords())
            {
                Hdf5Cursor cursor = _file.Cursor(record.Span, _hugeTree);
                long at = cursor.ReadAddress(), length = cursor.ReadLength();
                _huge[cursor.ReadLength()] = (at, length);
            }
        }
        if (!_huge.TryGetValue(id, out var place))
            throw Problems.Hdf5(FormattableString.Invariant($"a heap has no object {id:N0}"), _file.At(_hugeTree));
        address = place.Address;
        return _file.ReadStructure(place.Address, place.Length);
    }
}
