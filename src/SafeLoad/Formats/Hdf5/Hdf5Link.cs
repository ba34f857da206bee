using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>A name in a group.</summary>
/// <param name="Name">The name.</param>
/// <param name="Target">The address of the object; <see cref="Hdf5Cursor.Undefined"/> for a soft link, which is not followed.</param>
internal readonly record struct Hdf5Link(string Name, long Target)
{
    private const int Hard = 0, Soft = 1, External = 64;

    public bool IsSoft => Target == Hdf5Cursor.Undefined;

    /// <summary>Reads a link message.</summary>
    /// <remarks>HDF5 File Format Specification, "The Link Message".</remarks>
    public static Hdf5Link Read(Hdf5Bytes file, Hdf5Cursor cursor)
    {
        CheckpointLocation at = cursor.At;
        cursor.ReadVersion(1, 1, "a link");
        int flags = cursor.ReadByte();
        int type = (flags & 8) != 0 ? cursor.ReadByte() : Hard;
        if ((flags & 4) != 0) cursor.Skip(8);
        if ((flags & 16) != 0) cursor.Skip(1);
        string name = NameOf(cursor.ReadBytes(cursor.ReadNumber(1 << (flags & 3))), at);
        file.AddLink(at);
        return type switch
        {
            Hard => new Hdf5Link(name, Need(cursor.ReadAddress(), at)),
            Soft => new Hdf5Link(name, Hdf5Cursor.Undefined),
            External =>
                throw Problems.UnsupportedHdf5($"'{Printable.Escape(name)}' is a link to another file, which is never followed", at),
            _ =>
                throw Problems.UnsupportedHdf5(
                    FormattableString.Invariant($"'{Printable.Escape(name)}' is a link of type {type}; hard and soft links are known"), at),
        };
    }

    /// <summary>A name as text. A slash would make it a path, and dots lead elsewhere.</summary>
    public static string NameOf(ReadOnlySpan<byte> name, CheckpointLocation at)
    {
        if (name.IsEmpty || name.SequenceEqual("."u8) || name.ContainsAny((byte)'/', (byte)0) || !Utf8Text.IsValid(name))
            throw Problems.Hdf5(
                $"'{Printable.Escape(Utf8Text.Decode(name[..Math.Min(name.Length, 512)], lenient: true))}' is no name of a link", at);
        return Utf8Text.Decode(name);
    }

    /// <summary>The address of a hard link, which always has one.</summary>
    public static long Need(long address, CheckpointLocation at) =>
        address != Hdf5Cursor.Undefined ? address : throw Problems.Hdf5("a link leads nowhere", at);
}
