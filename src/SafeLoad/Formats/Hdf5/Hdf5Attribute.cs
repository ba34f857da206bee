using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>An attribute of a group: a small named value. It is decoded when it is asked for; most never are.</summary>
/// <remarks>HDF5 File Format Specification, "The Attribute Message"; versions 1 to 3.</remarks>
internal sealed class Hdf5Attribute
{
    // The type of version 2 trees that name the attributes in a heap, and bytes of a record behind the place in it: flags, order, hash.
    private const int AttributesByName = 8, RecordRest = 9;

    private readonly Hdf5File _file;
    private readonly Part _type, _space, _data;
    private readonly bool _isShared;

    private Hdf5Attribute(Hdf5File file, Part type, Part space, Part data, bool isShared)
    {
        _file = file;
        _type = type;
        _space = space;
        _data = data;
        _isShared = isShared;
    }

    /// <summary>The attributes of an object. Two of one name are both of them, since readers differ in which they find.</summary>
    public static Hdf5Items<(string Name, Hdf5Attribute Attribute)> ReadAll(Hdf5File file, Hdf5Object owner)
    {
        var attributes = new Hdf5Items<(string Name, Hdf5Attribute Attribute)>();
        try
        {
            foreach (Hdf5Message message in owner.Messages)
            {
                if (message.Type == Hdf5MessageType.Attribute) Read(file, message.Data, message.Address, message.IsShared, attributes);
            }
            if (owner.Find(Hdf5MessageType.AttributeInfo) is { } info) ReadDense(file, info, attributes);
        }
        catch (SafeLoadException fault) when (attributes.TakesLast(fault))
        {
            // Those before it were read.
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in attributes.Readable)
        {
            if (!names.Add(name))
                attributes.AddFault(Problems.Hdf5($"an object has two attributes '{Printable.Escape(name)}'", owner.At));
        }
        return attributes;
    }

    /// <summary>Its elements as they are stored: a file can have fewer or more of them than it says.</summary>
    public ReadOnlyMemory<byte> Data => _data.Bytes;

    /// <summary>Where they stand.</summary>
    public long Address => _data.Address;

    /// <summary>What its elements are.</summary>
    public Hdf5Type ReadType() => Hdf5Type.Read(FollowType());

    /// <summary>What stands where in one of them.</summary>
    public Hdf5Record ReadRecord() => Hdf5RecordReader.Read(_file.Budget, FollowType());

    /// <summary>How many there are.</summary>
    public long ReadCount() => Hdf5Space.Read(_file.Cursor(_space.Bytes.Span, _space.Address)).ElementCount;

    /// <summary>The attribute's texts in order; null if it is no text. An attribute without elements has none, whatever its type:
    /// Keras writes such.</summary>
    public string[]? ReadTexts()
    {
        long count = ReadCount();
        if (count == 0) return [];
        Hdf5Type type = ReadType();
        if (type.Kind is not (Hdf5Kind.FixedText or Hdf5Kind.VariableText)) return null;
        Hdf5Cursor data = _file.Cursor(_data.Bytes.Span, _data.Address);
        int length = type.Kind == Hdf5Kind.FixedText ? type.Size : 8 + _file.OffsetSize;
        if (count > data.Remaining / length)
            throw Problems.Hdf5(FormattableString.Invariant(
                $"an attribute of {count:N0} texts of {length:N0} bytes has {data.Remaining:N0} bytes"), data.At);
        var texts = new string[count];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = type.Kind == Hdf5Kind.FixedText ? Decode(Trim(data.ReadBytes(length), type.Padding), data.At)
                : ReadVariable(ref data);
        return texts;
    }

    // Length, collection, index. Many may lead to one text, so each is paid for.
    private string ReadVariable(ref Hdf5Cursor data)
    {
        CheckpointLocation at = data.At;
        uint length = data.ReadUInt32();
        long collection = data.ReadAddress(), index = data.ReadUInt32();
        if (length == 0) return "";
        ReadOnlySpan<byte> text = _file.Texts.Find(collection, index, at);
        if (length > text.Length)
            throw Problems.Hdf5(
                FormattableString.Invariant($"a text of {length:N0} bytes stands in a heap object of {text.Length:N0}"), at);
        text = text[..(int)length];
        int end = text.IndexOf((byte)0);
        return Decode(end < 0 ? text : text[..end], at);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text, int padding)
    {
        if (padding == 2) return text.TrimEnd((byte)' ');
        int end = padding == 0 ? text.IndexOf((byte)0) : -1;
        return end < 0 ? text.TrimEnd((byte)0) : text[..end];
    }

    private string Decode(ReadOnlySpan<byte> text, CheckpointLocation at)
    {
        _file.Budget.CheckStringBytes(text.Length, at);
        _file.Budget.ChargeCopy(text.Length, at);
        return Utf8Text.IsValid(text) ? Utf8Text.Decode(text) : throw Problems.Hdf5("a text is not UTF-8", at);
    }

    // What is wrong with one is no end.
    private static void Read(Hdf5File file, ReadOnlyMemory<byte> bytes, long address, bool isShared,
        Hdf5Items<(string Name, Hdf5Attribute Attribute)> attributes)
    {
        try
        {
            if (isShared)
                throw Problems.UnsupportedHdf5("an attribute is shared with other objects; that is not read", file.At(address));
            Read(file, bytes, address, attributes);
        }
        catch (SafeLoadException fault) when (attributes.Takes(fault))
        {
            // It is kept.
        }
    }

    private static void Read(Hdf5File file, ReadOnlyMemory<byte> bytes, long address,
        Hdf5Items<(string Name, Hdf5Attribute Attribute)> attributes)
    {
        Hdf5Cursor cursor = file.Cursor(bytes.Span, address);
        CheckpointLocation at = cursor.At;
        file.AddName(at);
        int version = cursor.ReadVersion(1, 3, "an attribute"), flags = cursor.ReadByte();
        int nameLength = cursor.ReadUInt16(), typeLength = cursor.ReadUInt16(), spaceLength = cursor.ReadUInt16();
        // The encoding of the name: ASCII, which is UTF-8 too, or UTF-8.
        if (version == 3) cursor.Skip(1);
        ReadOnlySpan<byte> name = cursor.ReadBytes(version == 1 ? Pad(nameLength) : nameLength);
        int end = name.IndexOf((byte)0);
        name = end < 0 ? name : name[..end];
        Part type = Next(ref cursor, typeLength), space = Next(ref cursor, spaceLength);
        var attribute = new Hdf5Attribute(file, type, space, new Part(bytes[cursor.Position..], address + cursor.Position), version > 1
            && (flags & 1) != 0);
        if (version > 1 && (flags & 2) != 0)
            throw Problems.UnsupportedHdf5("an attribute shares its shape with others; that is not read", at);
        attributes.Add((Utf8Text.Decode(name, lenient: true), attribute));
        if (!Utf8Text.IsValid(name))
            throw Problems.Hdf5("an attribute has the name "
                + $"'{Printable.Escape(Utf8Text.Decode(name[..Math.Min(name.Length, 512)], lenient: true))}', which is none", at);

        Part Next(ref Hdf5Cursor cursor, int length)
        {
            int from = cursor.Position;
            cursor.Skip(version == 1 ? Pad(length) : length);
            return new Part(bytes.Slice(from, length), address + from);
        }
    }

    private static void ReadDense(
        Hdf5File file, Hdf5Message info, Hdf5Items<(string Name, Hdf5Attribute Attribute)> attributes)
    {
        Hdf5Cursor cursor = file.Cursor(info);
        cursor.ReadVersion(0, 0, "an object's attribute information");
        if ((cursor.ReadByte() & 1) != 0) cursor.Skip(2);
        long heapAddress = cursor.ReadAddress(), treeAddress = cursor.ReadAddress();
        if (heapAddress == Hdf5Cursor.Undefined) return;
        var heap = new Hdf5FractalHeap(file, heapAddress);
        foreach (ReadOnlyMemory<byte> record in new Hdf5Tree2(file, treeAddress, AttributesByName).ReadRecords())
        {
            try
            {
                if (record.Length < RecordRest) throw Problems.Hdf5("a record of an attribute is too short", file.At(treeAddress));
                bool isShared = (record.Span[^RecordRest] & 2) != 0;
                long address = treeAddress;
                ReadOnlyMemory<byte> attribute = isShared ? default : heap.Find(record[..^RecordRest].Span, out address);
                Read(file, attribute, address, isShared, attributes);
            }
            catch (SafeLoadException fault) when (attributes.Takes(fault))
            {
                // The next has its own place in the heap.
            }
        }
    }

    private Hdf5Cursor FollowType() => _file.FollowType(_file.Cursor(_type.Bytes.Span, _type.Address), _isShared);

    // Version 1 fills each part up to a multiple of 8.
    private static int Pad(int length) => (length + 7) & ~7;

    private readonly record struct Part(ReadOnlyMemory<byte> Bytes, long Address);
}
