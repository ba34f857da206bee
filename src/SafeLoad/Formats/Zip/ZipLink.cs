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
    public static string? Problem(ByteSource source, in ZipRecord record, ReadOnlySpan<byte> name, long end)
    {
        const string hidden = "a link, and where it leads cannot be read";
        if (record.Method != 0 || record.Size > MostTarget || end - record.HeaderOffset < ZipSignature.LocalSize) return hidden;
        Span<byte> header = stackalloc byte[ZipSignature.LocalSize], target = stackalloc byte[(int)record.Size];
        source.ReadExactly(record.HeaderOffset, header);
        long start = record.HeaderOffset + ZipSignature.LocalSize + BinaryPrimitives.ReadUInt16LittleEndian(header[26..])
            + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (start > end - record.Size) return hidden;
        source.ReadExactly(start, target);
        return MemberSafety.LeadsOut(name, target) ? "a link that leaves the archive" : null;
    }
}
