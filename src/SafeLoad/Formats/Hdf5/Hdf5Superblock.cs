using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The superblock: where the file begins and ends, how wide its addresses are, and where its root group stands.</summary>
/// <param name="Start">Where the superblock stands; all addresses count from here.</param>
/// <param name="Length">Bytes from there to the end of the file as it states it.</param>
/// <param name="OffsetSize">Bytes of an address.</param>
/// <param name="LengthSize">Bytes of a length.</param>
/// <param name="Root">The address of the root group's object header.</param>
/// <remarks>HDF5 File Format Specification, "Disk Format: Level 0A"; versions 0 to 3.</remarks>
internal readonly record struct Hdf5Superblock(long Start, long Length, int OffsetSize, int LengthSize, long Root)
{
    private const int MostBytes = 128, FirstBlock = 512;

    public static Hdf5Superblock Read(ByteSource source)
    {
        long start = FindStart(source);
        byte[] bytes = new byte[(int)Math.Min(MostBytes, source.Length - start)];
        source.ReadExactly(start, bytes);
        CheckpointLocation at = new(source.Name, null, start);
        int version = bytes.Length > 8 ? bytes[8] : throw Problems.Hdf5("the superblock is cut short", at);
        int sizes = version < 2 ? 13 : 9;
        if (version > 3)
            throw Problems.UnsupportedHdf5(FormattableString.Invariant($"the superblock has version {version}; 0 to 3 are read"), at);
        if (bytes.Length < sizes + 2) throw Problems.Hdf5("the superblock is cut short", at);
        if (bytes[sizes] is not (2 or 4 or 8) || bytes[sizes + 1] is not (2 or 4 or 8))
            throw Problems.UnsupportedHdf5(FormattableString.Invariant(
                $"the file has addresses of {bytes[sizes]} bytes and lengths of {bytes[sizes + 1]}; 2, 4 and 8 are read"), at);
        var cursor = new Hdf5Cursor(bytes, at, bytes[sizes], bytes[sizes + 1]);
        return version < 2 ? ReadOld(ref cursor, version, start, source.Length, bytes) : ReadNew(ref cursor, start, source.Length, bytes);
    }

    /// <summary>Whether a file begins with a superblock's signature.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head) => head.Length > 8 && head[0] == 0x89 && head[1..].StartsWith("HDF\r\n\x1a\n"u8);

    /// <summary>Where the first superblock stands behind a user's own block, of 512 bytes, or twice that, and so on, to the end of the
    /// file; -1 if there is none.</summary>
    /// <remarks>H5FD_locate_signature of the library looks there in whatever file it is given.</remarks>
    public static long FindBehind(ByteSource source)
    {
        Span<byte> head = stackalloc byte[9];
        for (long start = FirstBlock; source.Length - start >= head.Length; start *= 2)
        {
            source.ReadExactly(start, head);
            if (IsAt(head)) return start;
        }
        return -1;
    }

    private static long FindStart(ByteSource source)
    {
        Span<byte> head = stackalloc byte[9];
        long start = source.Read(0, head) == head.Length && IsAt(head) ? 0 : FindBehind(source);
        return start >= 0 ? start : throw Problems.Hdf5("the file has no superblock", new CheckpointLocation(source.Name, null, 0));
    }

    private static Hdf5Superblock ReadOld(ref Hdf5Cursor cursor, int version, long start, long available, byte[] bytes)
    {
        // After the sizes: how full the nodes of trees may be, and flags.
        cursor.Skip(version == 0 ? 24 : 28);
        long stored = cursor.ReadAddress();
        cursor.ReadAddress();
        CheckpointLocation endAt = cursor.At;
        long end = cursor.ReadAddress();
        if (cursor.ReadAddress() != Hdf5Cursor.Undefined)
            throw Problems.UnsupportedHdf5(
                "the file is a part of several (it has driver information); a file that reaches others is not read", endAt);
        // The root group as an entry of a symbol table: the offset of its name, which it has none of, and its header.
        cursor.ReadAddress();
        return Check(start, stored, end, available, bytes, cursor.ReadAddress(), endAt);
    }

    private static Hdf5Superblock ReadNew(ref Hdf5Cursor cursor, long start, long available, byte[] bytes)
    {
        cursor.Skip(12);
        long stored = cursor.ReadAddress();
        cursor.ReadAddress();
        CheckpointLocation endAt = cursor.At;
        long end = cursor.ReadAddress(), root = cursor.ReadAddress();
        uint expected = Lookup3.Hash(bytes.AsSpan(0, cursor.Position));
        if (cursor.ReadUInt32() != expected) throw Problems.Hdf5("the superblock does not match its checksum", endAt);
        return Check(start, stored, end, available, bytes, root, endAt);
    }

    // As the library does it: a block that was put before the file later moves every address with it.
    private static Hdf5Superblock Check(long start, long stored, long end, long available, byte[] bytes, long root, CheckpointLocation at)
    {
        int sizes = bytes[8] < 2 ? 13 : 9;
        if (stored < 0 || end < stored) throw Problems.Hdf5("the file ends before it begins", at);
        if (end - stored > available - start)
            throw Problems.Hdf5(FormattableString.Invariant(
                $"the file is said to have {end - stored:N0} bytes; {available - start:N0} are there: it was cut short"), at);
        if (root == Hdf5Cursor.Undefined) throw Problems.Hdf5("the file has no root group", at);
        return new Hdf5Superblock(start, end - stored, bytes[sizes], bytes[sizes + 1], root);
    }
}
