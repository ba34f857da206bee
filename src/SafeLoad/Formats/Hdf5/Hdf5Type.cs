using System.Buffers.Binary;
using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>What the elements of a dataset or attribute are.</summary>
internal enum Hdf5Kind
{
    Signed,
    Unsigned,
    Float,
    /// <summary>h5py's bool: an enumeration of FALSE and TRUE in one byte.</summary>
    Bool,
    /// <summary>Text in a fixed number of bytes.</summary>
    FixedText,
    /// <summary>Text in the global heap.</summary>
    VariableText,
    /// <summary>Bytes of which only their owner knows what they are.</summary>
    Opaque,
    /// <summary>Any number of elements of some other type, in the global heap.</summary>
    Sequence,
    /// <summary>Anything else; <see cref="Hdf5Type.Name"/> says what.</summary>
    Other,
}

/// <summary>A datatype.</summary>
/// <param name="Kind">What the elements are.</param>
/// <param name="Size">Bytes of one element.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="IsBigEndian">Whether numbers have their highest byte first.</param>
/// <param name="Padding">How fixed text is filled up: 0 it ends at a NUL, 1 with NULs, 2 with spaces.</param>
/// <remarks>HDF5 File Format Specification, "The Datatype Message"; versions 1 to 3.
/// Only numbers that fill their bytes as IEEE 754 and two's complement do are numbers here.</remarks>
internal readonly record struct Hdf5Type(Hdf5Kind Kind, int Size, string Name, bool IsBigEndian = false, int Padding = 0)
{
    /// <summary>Classes, as the file has them.</summary>
    public const int FixedPoint = 0, FloatingPoint = 1, Time = 2, Text = 3, BitField = 4, Opaque = 5, Compound = 6, Reference = 7,
        Enumeration = 8, VariableLength = 9, Array = 10;

    private static readonly string[] s_classes = ["an integer", "a floating-point number", "a time", "text", "a bit field", "opaque",
        "a compound", "a reference", "an enumeration", "of variable length", "an array"];

    // Bytes; then the properties as the file has them, without the bit offset and the precision: where exponent and mantissa stand,
    // and the bias.
    private static readonly (int Size, byte[] Layout)[] s_floats =
    [
        (2, [10, 5, 0, 10, 15, 0, 0, 0]),
        (4, [23, 8, 0, 23, 127, 0, 0, 0]),
        (8, [52, 11, 0, 52, 0xFF, 3, 0, 0]),
    ];

    /// <summary>Whether the elements are numbers that are no bytes: nobody takes them for a pickle.</summary>
    public bool IsNumber => Kind is Hdf5Kind.Float or Hdf5Kind.Bool || (Kind is Hdf5Kind.Signed or Hdf5Kind.Unsigned && Size > 1);

    /// <summary>Whether the elements are references to the global heap.</summary>
    public bool IsInHeap => Kind is Hdf5Kind.VariableText or Hdf5Kind.Sequence;

    public static Hdf5Type Read(Hdf5Cursor cursor)
    {
        Hdf5Type type = ReadHead(ref cursor, out Hdf5TypeHead head);
        return head.Class == Enumeration ? ReadEnumeration(ref cursor, type, head.Version, head.Count) : type;
    }

    /// <summary>How many bytes of each readers reverse to have it in their own order; 1 where they take the bytes as they are, 0 where they
    /// change them in another way.</summary>
    public int Swapped => Kind switch
    {
        Hdf5Kind.Signed or Hdf5Kind.Unsigned or Hdf5Kind.Float => IsBigEndian ? Size : 1,
        Hdf5Kind.Other => Size == 1 ? 1 : 0,
        _ => 1,
    };

    /// <summary>Reads a type as far as it says it of itself: of a number all, of others what stands before the types and names in
    /// them.</summary>
    public static Hdf5Type ReadHead(ref Hdf5Cursor cursor, out Hdf5TypeHead head)
    {
        CheckpointLocation at = cursor.At;
        uint word = cursor.ReadUInt32(), bits = word >> 8;
        int kind = (int)(word & 0xF), version = (int)(word >> 4 & 0xF);
        head = new Hdf5TypeHead(kind, version, bits);
        if (version is < 1 or > 4)
            throw Problems.UnsupportedHdf5(FormattableString.Invariant($"a datatype has version {version}; 1 to 4 are known"), at);
        uint size = cursor.ReadUInt32();
        if (size is 0 or > int.MaxValue) throw Problems.Hdf5(FormattableString.Invariant($"a datatype of {size:N0} bytes"), at);
        var type = new Hdf5Type(Hdf5Kind.Other, (int)size, kind < s_classes.Length ? s_classes[kind]
            : FormattableString.Invariant($"of class {kind}"));
        return kind switch
        {
            FixedPoint => ReadInteger(ref cursor, type, bits),
            FloatingPoint => ReadFloat(ref cursor, type, bits),
            Text => type with { Kind = Hdf5Kind.FixedText, Padding = (int)(bits & 0xF) },
            Opaque => type with { Kind = Hdf5Kind.Opaque },
            VariableLength when (bits & 0xF) == 1 => type with { Kind = Hdf5Kind.VariableText, Name = "text" },
            VariableLength => type with { Kind = Hdf5Kind.Sequence },
            _ => type,
        };
    }

    private static Hdf5Type ReadInteger(ref Hdf5Cursor cursor, Hdf5Type type, uint bits)
    {
        int offset = cursor.ReadUInt16(), precision = cursor.ReadUInt16();
        if (type.Size is not (1 or 2 or 4 or 8) || offset != 0 || precision != type.Size * 8)
            return type with { Name = FormattableString.Invariant($"an integer of {precision} bits") };
        return type with { Kind = (bits & 8) != 0 ? Hdf5Kind.Signed : Hdf5Kind.Unsigned, IsBigEndian = (bits & 1) != 0 };
    }

    private static Hdf5Type ReadFloat(ref Hdf5Cursor cursor, Hdf5Type type, uint bits)
    {
        int offset = cursor.ReadUInt16(), precision = cursor.ReadUInt16();
        ReadOnlySpan<byte> layout = cursor.ReadBytes(8);
        const uint order = 0x41, bigEndian = 0x01, impliedBit = 2;
        bool isPlain = offset == 0 && precision == type.Size * 8 && (bits & order) is 0 or bigEndian && (bits >> 4 & 3) == impliedBit
            && (bits >> 8 & 0xFF) == precision - 1;
        foreach (var (size, expected) in s_floats)
        {
            if (isPlain && size == type.Size && layout.SequenceEqual(expected))
                return type with { Kind = Hdf5Kind.Float, IsBigEndian = (bits & order) != 0 };
        }
        return type
            with { Name = FormattableString.Invariant($"a floating-point number of {precision} bits that is not one of IEEE 754's") };
    }

    // The type of the values, then the names one after the other, then the values.
    private static Hdf5Type ReadEnumeration(ref Hdf5Cursor cursor, Hdf5Type type, int version, int count)
    {
        Hdf5Type values = ReadHead(ref cursor, out _);
        if (count != 2 || type.Size != 1 || values.Size != 1 || values.Kind is not (Hdf5Kind.Signed or Hdf5Kind.Unsigned)) return type;
        int padded = version < 3 ? 8 : 1;
        if (cursor.Remaining < Math.Max(6, padded) + Math.Max(5, padded) + 2) return type;
        bool isBool = cursor.ReadBytes(Math.Max(6, padded))[..6].SequenceEqual("FALSE\0"u8);
        isBool &= cursor.ReadBytes(Math.Max(5, padded))[..5].SequenceEqual("TRUE\0"u8);
        return isBool && BinaryPrimitives.ReadUInt16LittleEndian(cursor.ReadBytes(2)) == 0x0100
            ? type with { Kind = Hdf5Kind.Bool, Name = "bool" } : type;
    }
}
