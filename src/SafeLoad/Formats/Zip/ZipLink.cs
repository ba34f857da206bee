using System.Buffers.Binary;
using SafeLoad.Formats.Archives;

namespace SafeLoad.Formats.Zip;

/// <summary>A record that is unpacked as a symbolic link: its content is where it leads.</summary>
internal static class ZipLink
{
    private const int MostTarget = 4096;

    /// <summary>What makes a link unsafe, as the complement of "is"; null where it stays inside of the archive.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="record">The link's record, of which only the directory has been read.</param>
    /// <param name="name">Its name.</param>
    /// <param name="end">Where the directory begins.</param>
    public static string? Problem(ByteSource source, in ZipRecord record, ReadOnlySpan<byte> name, long end) =>
        ReadTarget(source, record, end) is not { } target ? "a link, and where it leads cannot be read"
            : MemberSafety.LeadsOut(name, target) ? "a link that leaves the archive" : null;

    /// <summary>Where a link leads; null if that cannot be read.</summary>
    public static byte[]? ReadTarget(ByteSource source, in ZipRecord record, long end)
    {
        if (record.Method != 0 || record.Size > MostTarget || end - record.HeaderOffset < ZipSignature.LocalSize) return null;
        Span<byte> header = stackalloc byte[ZipSignature.LocalSize];
        source.ReadExactly(record.HeaderOffset, header);
        long start = record.HeaderOffset + ZipSignature.LocalSize + BinaryPrimitives.ReadUInt16LittleEndian(header[26..])
            + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (start > end - record.Size) return null;
        byte[] target = new byte[record.Size];
        source.ReadExactly(start, target);
        return target;
    }
}
