using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>A name in a group.</summary>
/// <param name="Name">The name.</param>
/// <param name="Target">The address of the object; <see cref="Hdf5Cursor.Undefined"/> where the link is not followed.</param>
/// <param name="Elsewhere">What the link is that leads out of the file; null for one that does not.</param>
internal readonly record struct Hdf5Link(string Name, long Target, string? Elsewhere = null)
{
    private const int Hard = 0, Soft = 1, External = 64;

    /// <summary>Whether it leads to an object of the file. A soft link is a path, which can lead round in circles or nowhere.</summary>
    public bool IsHard => Target != Hdf5Cursor.Undefined;

    /// <summary>Why a link that leads out of the file is not followed.</summary>
    /// <param name="path">The way to it.</param>
    public string WhyNot(string path) => $"'{Printable.Escape(path)}' is {Elsewhere}, which is never followed";

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
        file.AddName(at);
        return type switch
        {
            Hard => new Hdf5Link(name, Need(cursor.ReadAddress(), at)),
            Soft => new Hdf5Link(name, Hdf5Cursor.Undefined),
            External => new Hdf5Link(name, Hdf5Cursor.Undefined, "a link to another file"),
            // A function of the reading program follows it, wherever that may be.
            _ => new Hdf5Link(name, Hdf5Cursor.Undefined, FormattableString.Invariant($"a link of the user-defined type {type}")),
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
