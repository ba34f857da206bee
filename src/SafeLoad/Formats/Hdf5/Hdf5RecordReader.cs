using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>Lays out elements by the tree of their type: compounds in arrays in sequences, in any order.</summary>
/// <remarks>HDF5 File Format Specification, "The Datatype Message"; H5Odtype.c of the library, <c>H5O__dtype_decode_helper</c>.</remarks>
internal ref struct Hdf5RecordReader
{
    private readonly Budget _budget;
    private readonly Stack<Level> _open = new();
    private Hdf5Cursor _cursor;

    private Hdf5RecordReader(Budget budget, Hdf5Cursor cursor)
    {
        _budget = budget;
        _cursor = cursor;
    }

    /// <summary>Reads a type.</summary>
    /// <param name="budget">How deep it may be, and how long the names in it.</param>
    /// <param name="cursor">Where the type begins.</param>
    public static Hdf5Record Read(Budget budget, Hdf5Cursor cursor)
    {
        var record = new Hdf5Record();
        new Hdf5RecordReader(budget, cursor).Read(record);
        return record;
    }

    private void Read(Hdf5Record root)
    {
        Open(new Level(root, "", 0, []) { Left = 1 });
        while (_open.TryPeek(out Level? level))
        {
            if (level.Left-- == 0) _open.Pop();
            else if (level.IsCompound) ReadMember(level);
            else level.Record.Size = ReadOne(level, level.Name, 0, []);
        }
    }

    private readonly void Open(Level level)
    {
        _budget.CheckNesting(_open.Count + 1, _cursor.At);
        _open.Push(level);
    }

    // Its name, where it stands; version 1 has arrays of its own: rank, reserved, the order of four dimensions, reserved, their sizes.
    private void ReadMember(Level level)
    {
        CheckpointLocation at = _cursor.At;
        string name = level.Name + "." + Utf8Text.Decode(_cursor.ReadName(level.Head.NamePadding), lenient: true);
        _budget.ChargeCopy(name.Length, at);
        int version = level.Head.Version, numberLength = version < 3 ? 4 : LengthOf(level.Size),
            offset = (int)Math.Min(_cursor.ReadUnsigned(numberLength), int.MaxValue);
        int[] counts = [];
        if (version == 1)
        {
            int rank = _cursor.ReadByte();
            _cursor.Skip(11);
            counts = new int[Math.Min(rank, 4)];
            for (int i = 0; i < 4; i++)
            {
                int count = (int)Math.Min(_cursor.ReadUInt32(), int.MaxValue);
                if (i < counts.Length) counts[i] = count;
            }
        }
        int size = ReadOne(level, name, offset, counts);
        level.Used += size;
        if (offset > level.Size - size || level.Used > level.Size)
            throw Problems.Hdf5("the members of a compound overlap, or are not all inside of it", at);
    }

    // A type in its place; returns its bytes.
    private int ReadOne(Level level, string name, int offset, int[] counts)
    {
        CheckpointLocation at = _cursor.At;
        List<(int Count, int Stride)> repeats = [.. level.Repeats];
        int start = repeats.Count;
        Hdf5Type type = Hdf5Type.ReadHead(ref _cursor, out Hdf5TypeHead head);
        long size = AddRepeats(repeats, start, counts, type.Size);
        while (head.Class == Hdf5Type.Array)
        {
            int whole = type.Size;
            counts = ReadCounts(head);
            start = repeats.Count;
            _budget.CheckNesting(_open.Count + start, at);
            type = Hdf5Type.ReadHead(ref _cursor, out head);
            if (AddRepeats(repeats, start, counts, type.Size) != whole)
                throw Problems.Hdf5(FormattableString.Invariant($"an array of {whole:N0} bytes is said to hold others than these"), at);
        }
        if (size > int.MaxValue) throw Problems.Hdf5(FormattableString.Invariant($"a member of {size:N0} bytes"), at);
        (int Count, int Stride)[] repeated = [.. repeats];
        offset += level.Offset;
        if (head.Class == Hdf5Type.Compound)
        {
            Open(new Level(level.Record, name, offset, repeated) { Left = head.Count, Size = type.Size, Head = head, IsCompound = true });
            return (int)size;
        }
        var elements = new Hdf5Record();
        level.Record.Add(new Hdf5Field(name, offset, type, repeated, type.Kind == Hdf5Kind.Sequence ? elements : null));
        if (type.IsInHeap) Open(new Level(elements, "", 0, []) { Left = 1 });
        else SkipRest(head);
        return (int)size;
    }

    // The dimensions of an array, each with the bytes from one to the next. One alone is as good as none.
    private static long AddRepeats(List<(int Count, int Stride)> repeats, int start, int[] counts, int size)
    {
        long stride = size;
        for (int i = counts.Length - 1; i >= 0; i--)
        {
            if (counts[i] != 1 && stride <= int.MaxValue) repeats.Add((counts[i], (int)stride));
            stride = Math.Min(stride * counts[i], long.MaxValue / int.MaxValue);
        }
        repeats.Reverse(start, repeats.Count - start);
        return stride;
    }

    // Rank; until version 2 three bytes, and the order of the dimensions behind their sizes.
    private int[] ReadCounts(Hdf5TypeHead head)
    {
        int rank = _cursor.ReadByte();
        if (head.Version < 3) _cursor.Skip(3);
        int[] counts = new int[rank];
        for (int i = 0; i < rank; i++) counts[i] = (int)Math.Min(_cursor.ReadUInt32(), int.MaxValue);
        if (head.Version < 3) _cursor.Skip(4 * rank);
        return counts;
    }

    // What follows the head of a type that holds no others.
    private void SkipRest(Hdf5TypeHead head)
    {
        switch (head.Class)
        {
            case Hdf5Type.FixedPoint or Hdf5Type.FloatingPoint or Hdf5Type.Text or Hdf5Type.Reference: break;
            case Hdf5Type.Time: _cursor.Skip(2); break;
            case Hdf5Type.BitField: _cursor.Skip(4); break;
            case Hdf5Type.Opaque: _cursor.Skip(head.TagLength); break;
            case Hdf5Type.Enumeration:
                Hdf5Type value = Hdf5Type.ReadHead(ref _cursor, out Hdf5TypeHead values);
                if (values.Class != Hdf5Type.FixedPoint) throw Problems.Hdf5("the values of an enumeration are no integers", _cursor.At);
                for (int i = 0; i < head.Count; i++) _cursor.ReadName(head.NamePadding);
                _cursor.Skip((long)head.Count * value.Size);
                break;
            default:
                throw Problems.UnsupportedHdf5(
                    FormattableString.Invariant($"a datatype has class {head.Class}; 0 to {Hdf5Type.Array} are known"), _cursor.At);
        }
    }

    // H5VM_limit_enc_size: as many bytes as the largest number needs.
    private static int LengthOf(int size) => size < 1 << 8 ? 1 : size < 1 << 16 ? 2 : size < 1 << 24 ? 3 : 4;

    // A compound whose members are read, or a place for one type alone.
    private sealed class Level(Hdf5Record record, string name, int offset, (int Count, int Stride)[] repeats)
    {
        public Hdf5Record Record => record;

        public string Name => name;

        public int Offset => offset;

        public (int Count, int Stride)[] Repeats => repeats;

        public bool IsCompound { get; init; }

        public Hdf5TypeHead Head { get; init; }

        public int Size { get; init; }

        public int Left { get; set; }

        public long Used { get; set; }
    }
}
