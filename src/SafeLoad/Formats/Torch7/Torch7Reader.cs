using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Text;

namespace SafeLoad.Formats.Torch7;

/// <summary>Reads what Torch 7 files are made of: ints, longs, doubles, text and the elements of storages.
/// Every read proves its bytes first.</summary>
/// <remarks>torch7 lib/TH/THDiskFile.c: <c>binary</c> and <c>ascii</c> mode.</remarks>
internal abstract class Torch7Reader(ByteSource source, Budget budget)
{
    private readonly List<(long Offset, long Length)> _elements = [];

    protected SourceCursor Cursor { get; } = new(source);

    protected ByteSource Source { get; } = source;

    protected Budget Budget { get; } = budget;

    /// <summary>Where the elements of storages stand that were read so far, in order.</summary>
    public IReadOnlyList<(long Offset, long Length)> Elements => _elements;

    /// <summary>Bytes read so far that are elements of storages.</summary>
    public long ElementBytes { get; private set; }

    /// <summary>Whether any long was read, whose size the file does not tell.</summary>
    public bool HasLongs { get; protected set; }

    /// <summary>Where the next byte is.</summary>
    public long Position => Cursor.Position;

    /// <summary>Bytes from here to the end.</summary>
    public long Remaining => Cursor.Remaining;

    /// <summary>Where messages say that it is.</summary>
    public CheckpointLocation At => new(Source.Name, null, Position);

    /// <summary>Bytes of one element as the file stores it, or as memory holds it where the file has text.</summary>
    public virtual int SizeOf(Torch7Element element) => element switch
    {
        Torch7Element.Byte or Torch7Element.Char => 1,
        Torch7Element.Short or Torch7Element.Half => 2,
        Torch7Element.Int or Torch7Element.Float => 4,
        _ => 8,
    };

    /// <summary>A C int.</summary>
    public abstract int ReadInt();

    /// <summary>A C long.</summary>
    public abstract long ReadLong();

    /// <summary>A C double.</summary>
    public abstract double ReadDouble();

    /// <summary>The elements of a storage; they stay in the file where the file has their bytes.</summary>
    public abstract ByteSource ReadElements(Torch7Element element, long count);

    /// <summary>Whether nothing follows that means anything.</summary>
    public abstract bool IsAtEnd();

    /// <summary>Text, or any bytes: their number, then themselves.</summary>
    public byte[] ReadText()
    {
        int length = ReadLength("a text");
        Budget.CheckStringBytes(length, At);
        byte[] bytes = new byte[length];
        Cursor.Read(bytes);
        EndCharacters(length);
        return bytes;
    }

    /// <summary>Goes over bytes behind their number without looking at them.</summary>
    public void SkipText()
    {
        int length = ReadLength("a function");
        Cursor.Advance(length);
        EndCharacters(length);
    }

    /// <summary>The name of an object's class. Since 2012 a version stands before it.</summary>
    public string ReadClass()
    {
        CheckpointLocation at = At;
        byte[] name = ReadName();
        if (name.Length > 2 && name.AsSpan().StartsWith("V "u8) && name.AsSpan(2).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            name = ReadName();
        if (name.Length == 0 || !Utf8Text.IsValid(name)) throw Problems.Torch7("an object has no class name", at);
        return Utf8Text.Decode(name);
    }

    /// <summary>Notes that bytes up to the position are elements of a storage.</summary>
    protected void EndElements(long start)
    {
        ElementBytes += Position - start;
        _elements.Add((start, Position - start));
    }

    /// <summary>What writers put behind characters.</summary>
    protected abstract void EndCharacters(int length);

    protected int ReadLength(string what)
    {
        CheckpointLocation at = At;
        int length = ReadInt();
        if (length < 0 || length > Remaining)
            throw Problems.Torch7(FormattableString.Invariant($"{what} is said to have {length:N0} bytes; {Remaining:N0} are left"), at);
        return length;
    }

    private byte[] ReadName()
    {
        int length = ReadLength("a class name");
        Budget.CheckNameBytes(length, At);
        byte[] name = new byte[length];
        Cursor.Read(name);
        EndCharacters(length);
        return name;
    }
}
