using System.Numerics;
using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>
/// An extensible array: an element for each chunk of a dataset that grows in one dimension. The first stand in the index block, the next in
/// data blocks that it leads to, the others in data blocks of secondary blocks, each twice as many and as large as those two before.
/// </summary>
/// <remarks>HDF5 File Format Specification, "The Extensible Array Index"; H5EAhdr.c of the library for the sizes.</remarks>
internal sealed class Hdf5ExtensibleArray
{
    private const int ChecksumLength = 4, MostBits = 64;

    private readonly Hdf5File _file;
    private readonly Hdf5ChunkElements _elements;
    private readonly int _bits, _inIndex, _smallest, _pointers, _pageBits;
    private readonly long _header, _index;

    private Hdf5ExtensibleArray(Hdf5File file, long address, bool isFiltered, Hdf5ChunkElements.Taker take)
    {
        (_file, _header) = (file, address);
        byte[] header = file.ReadChecked(address, 12L + 6 * file.LengthSize + file.OffsetSize + ChecksumLength);
        Hdf5Cursor cursor = file.Cursor(header, address);
        CheckpointLocation at = cursor.At;
        cursor.ReadSignature("EAHD"u8, "extensible array of chunks");
        cursor.ReadVersion(0, 0, "an extensible array of chunks");
        int client = cursor.ReadByte();
        _elements = new Hdf5ChunkElements(file, isFiltered, cursor.ReadByte(), take);
        (_bits, _inIndex, _smallest, _pointers, _pageBits) =
            (cursor.ReadByte(), cursor.ReadByte(), cursor.ReadByte(), cursor.ReadByte(), cursor.ReadByte());
        cursor.Skip(6L * file.LengthSize);
        _index = cursor.ReadAddress();
        if (client != (isFiltered ? 1 : 0) || !_elements.Fits || _bits is 0 or > MostBits || !BitOperations.IsPow2(_smallest)
            || _pointers < 2 || !BitOperations.IsPow2(_pointers) || _pageBits is 0 or > 31 || BitOperations.Log2((uint)_smallest) >= _bits)
            throw Problems.Hdf5("an extensible array of chunks does not fit its dataset", at);
    }

    /// <summary>Takes every element that the file has.</summary>
    public static void Read(Hdf5File file, long address, bool isFiltered, Hdf5ChunkElements.Taker take)
    {
        var array = new Hdf5ExtensibleArray(file, address, isFiltered, take);
        // Nothing was written yet.
        if (array._index != Hdf5Cursor.Undefined) array.ReadIndex();
    }

    // How many bytes the offset of a block takes, and of what size and how many the data blocks of a secondary block are.
    private int OffsetLength => (_bits + 7) / 8;

    private long BlocksOf(int secondary) => 1L << (secondary / 2);

    private long ElementsOf(int secondary) => (long)_smallest << ((secondary + 1) / 2);

    private void ReadIndex()
    {
        // Those whose data blocks the index block leads to by itself.
        int direct = 2 * BitOperations.Log2((uint)_pointers), all = 1 + _bits - BitOperations.Log2((uint)_smallest);
        long pointers = 2L * (_pointers - 1), secondaries = Math.Max(0, all - direct),
            length = 6L + (1 + pointers + secondaries) * _file.OffsetSize + (long)_inIndex * _elements.Length + ChecksumLength;
        byte[] bytes = _file.ReadChecked(_index, length);
        Hdf5Cursor cursor = OpenBlock(bytes, _index, "EAIB"u8);
        int start = cursor.Position;
        cursor.Skip((long)_inIndex * _elements.Length);
        _elements.Take(bytes.AsSpan(start, _inIndex * _elements.Length), _index + start, 0);
        long element = _inIndex;
        for (int secondary = 0; secondary < Math.Min(direct, all); secondary++)
        {
            for (long i = 0; i < BlocksOf(secondary); i++, element += ElementsOf(secondary))
                ReadData(cursor.ReadAddress(), element, ElementsOf(secondary), isWritten: null);
        }
        for (int secondary = direct; secondary < all; secondary++)
        {
            ReadSecondary(cursor.ReadAddress(), element, secondary);
            // What is beyond this no file reaches.
            if (secondary >= MostBits - 8) return;
            element += BlocksOf(secondary) * ElementsOf(secondary);
        }
    }

    private void ReadSecondary(long address, long element, int secondary)
    {
        if (address == Hdf5Cursor.Undefined) return;
        long blocks = BlocksOf(secondary), elements = ElementsOf(secondary), pages = elements > PageElements ? elements / PageElements : 0,
            flags = blocks * ((pages + 7) / 8), prefix = 6L + _file.OffsetSize + OffsetLength;
        if (secondary >= MostBits - 8 || blocks > _file.Content.Length || flags > _file.Content.Length)
            throw Problems.Hdf5("a block of an extensible array is larger than the file", _file.At(address));
        byte[] bytes = _file.ReadChecked(address, prefix + flags + blocks * _file.OffsetSize + ChecksumLength);
        Hdf5Cursor cursor = OpenBlock(bytes, address, "EASB"u8);
        cursor.Skip(OffsetLength + flags);
        ReadOnlySpan<byte> written = bytes.AsSpan((int)prefix, (int)flags);
        for (long i = 0; i < blocks; i++, element += elements)
        {
            bool[]? isWritten = pages == 0 ? null : new bool[pages];
            for (long page = 0; page < pages; page++)
            {
                // A bit for each page, the highest first.
                long bit = i * pages + page;
                isWritten![page] = (written[(int)(bit / 8)] & (0x80 >> (int)(bit % 8))) != 0;
            }
            ReadData(cursor.ReadAddress(), element, elements, isWritten);
        }
    }

    private long PageElements => 1L << _pageBits;

    private void ReadData(long address, long element, long elements, bool[]? isWritten)
    {
        if (address == Hdf5Cursor.Undefined) return;
        long prefix = 6L + _file.OffsetSize + OffsetLength;
        if (elements > _file.Content.Length / _elements.Length)
            throw Problems.Hdf5("a block of an extensible array is larger than the file", _file.At(address));
        if (isWritten is null)
        {
            byte[] bytes = _file.ReadChecked(address, prefix + elements * _elements.Length + ChecksumLength);
            OpenBlock(bytes, address, "EADB"u8);
            _elements.Take(bytes.AsSpan((int)prefix..^ChecksumLength), address + prefix, element);
            return;
        }
        OpenBlock(_file.ReadChecked(address, prefix + ChecksumLength), address, "EADB"u8);
        long pageLength = PageElements * _elements.Length + ChecksumLength;
        for (int page = 0; page < isWritten.Length; page++)
        {
            if (!isWritten[page]) continue;
            long at = address + prefix + ChecksumLength + page * pageLength;
            _elements.Take(_file.ReadChecked(at, pageLength).AsSpan(..^ChecksumLength), at, element + page * PageElements);
        }
    }

    // Signature, version, client, the header's address.
    private Hdf5Cursor OpenBlock(byte[] bytes, long address, ReadOnlySpan<byte> signature)
    {
        Hdf5Cursor cursor = _file.Cursor(bytes, address);
        cursor.ReadSignature(signature, "block of an extensible array");
        cursor.ReadVersion(0, 0, "a block of an extensible array");
        cursor.Skip(1);
        if (cursor.ReadAddress() != _header) throw Problems.Hdf5("a block belongs to another extensible array", _file.At(address));
        return cursor;
    }
}
