using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>Reads where the chunks of a dataset stand, whichever index it has.</summary>
internal sealed class Hdf5ChunkIndex
{
    private const int ChunkTree = 1, PlainTree2 = 10, FilteredTree2 = 11;

    private readonly Hdf5File _file;
    private readonly Hdf5Layout _layout;
    private readonly Hdf5Grid _grid;
    private readonly bool _isFiltered;
    private readonly CheckpointLocation _at;
    private readonly List<Hdf5Chunk> _chunks = [];

    private Hdf5ChunkIndex(Hdf5File file, Hdf5Layout layout, Hdf5Grid grid, bool isFiltered, CheckpointLocation at)
    {
        _file = file;
        _layout = layout;
        _grid = grid;
        _isFiltered = isFiltered;
        _at = at;
    }

    /// <summary>The chunks in the order of their numbers; those that were never written are not among them.</summary>
    public static Hdf5Chunk[] Read(Hdf5File file, Hdf5Layout layout, Hdf5Grid grid, bool isFiltered, CheckpointLocation at)
    {
        if (layout.Address == Hdf5Cursor.Undefined) return [];
        var index = new Hdf5ChunkIndex(file, layout, grid, isFiltered, at);
        switch (layout.Index)
        {
            case Hdf5Index.Tree1: index.ReadTree1(); break;
            case Hdf5Index.Single: index.ReadSingle(); break;
            case Hdf5Index.Implicit: index.ReadImplicit(); break;
            case Hdf5Index.FixedArray: index.ReadFixedArray(); break;
            case Hdf5Index.ExtensibleArray: index.ReadExtensibleArray(); break;
            default: index.ReadTree2(); break;
        }
        Hdf5Chunk[] chunks = [.. index._chunks];
        Array.Sort(chunks, static (left, right) => left.Number.CompareTo(right.Number));
        for (int i = 1; i < chunks.Length; i++)
        {
            if (chunks[i].Number == chunks[i - 1].Number)
                throw Problems.Hdf5("a dataset has one of its chunks twice", file.At(chunks[i].Address));
        }
        return chunks;
    }

    // A key: stored bytes, filters left out, then where the chunk begins, in elements.
    private void ReadTree1()
    {
        int rank = _grid.Shape.Length;
        long[] places = new long[rank];
        Hdf5Tree1.ReadLeaves(_file, _layout.Address, ChunkTree, 8 + 8 * (rank + 1), (key, address) =>
        {
            CheckpointLocation at = key.At;
            long length = key.ReadUInt32();
            uint mask = key.ReadUInt32();
            for (int i = 0; i < rank; i++)
            {
                (places[i], long inside) = Math.DivRem(key.ReadNumber(8), _grid.ChunkShape[i]);
                if (inside != 0) throw Problems.Hdf5("a chunk begins where none does", at);
            }
            Add(_grid.NumberOf(places) ?? throw Problems.Hdf5("a chunk lies outside of its dataset", at), address, length, mask);
            return 0;
        });
    }

    private void ReadSingle()
    {
        if (_grid.Count > 1)
            throw Problems.Hdf5(FormattableString.Invariant($"a dataset of {_grid.Count:N0} chunks is said to have one"), _at);
        if (_grid.Count == 1) Add(0, _layout.Address, _isFiltered ? _layout.Length : _grid.ChunkLength, _layout.FilterMask);
    }

    private void ReadImplicit()
    {
        if (_isFiltered || _grid.MaxCount(_at) is not { } most || most > _file.Content.Length / _grid.ChunkLength)
            throw Problems.Hdf5("the chunks of a dataset do not all fit the file, or cannot stand one behind the other", _at);
        for (long i = 0; i < most; i++)
        {
            if (_grid.NumberFromMax(i) is { } number) Add(number, _layout.Address + i * _grid.ChunkLength, _grid.ChunkLength, 0);
        }
    }

    private void ReadFixedArray()
    {
        long most = _grid.MaxCount(_at) ?? throw Problems.Hdf5("an array of fixed length indexes a dataset that grows without end", _at);
        Hdf5FixedArray.Read(_file, _layout.Address, _isFiltered, most, (index, address, length, mask) =>
        {
            if (_grid.NumberFromMax(index) is { } number) Add(number, address, _isFiltered ? length : _grid.ChunkLength, mask);
        });
    }

    private void ReadExtensibleArray()
    {
        if (_grid.GrowingDimension < 0)
            throw Problems.Hdf5("an extensible array indexes a dataset that does not grow in one dimension", _at);
        Hdf5ExtensibleArray.Read(_file, _layout.Address, _isFiltered, (index, address, length, mask) =>
        {
            if (_grid.NumberFromGrowing(index) is { } number) Add(number, address, _isFiltered ? length : _grid.ChunkLength, mask);
        });
    }

    // A record: the address, with filters the stored bytes and the filters left out, then the chunk's place in each dimension.
    private void ReadTree2()
    {
        int rank = _grid.Shape.Length;
        long[] places = new long[rank];
        var tree = new Hdf5Tree2(_file, _layout.Address, _isFiltered ? FilteredTree2 : PlainTree2);
        int sizeLength = tree.RecordLength - _file.OffsetSize - 8 * rank - (_isFiltered ? 4 : 0);
        if (_isFiltered ? sizeLength is < 1 or > 8 : sizeLength != 0)
            throw Problems.Hdf5("the records of a tree of chunks have another length than theirs", _at);
        foreach (ReadOnlyMemory<byte> record in tree.ReadRecords())
        {
            Hdf5Cursor cursor = _file.Cursor(record.Span, _layout.Address);
            long address = Hdf5Link.Need(cursor.ReadAddress(), _at), length = _isFiltered ? cursor.ReadNumber(sizeLength)
                : _grid.ChunkLength;
            uint mask = _isFiltered ? cursor.ReadUInt32() : 0;
            for (int i = 0; i < rank; i++) places[i] = cursor.ReadNumber(8);
            Add(_grid.NumberOf(places) ?? throw Problems.Hdf5("a chunk lies outside of its dataset", _at), address, length, mask);
        }
    }

    private void Add(long number, long address, long length, uint mask)
    {
        _file.AddChunk(address, length);
        if (length > Array.MaxLength || (!_isFiltered && length != _grid.ChunkLength))
            throw Problems.Hdf5(
                FormattableString.Invariant($"a chunk of {_grid.ChunkLength:N0} bytes is stored in {length:N0}"), _file.At(address));
        _chunks.Add(new Hdf5Chunk(number, address, (int)length, mask));
    }
}
