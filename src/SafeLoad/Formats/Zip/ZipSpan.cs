using System.Buffers.Binary;

namespace SafeLoad.Formats.Zip;

/// <summary>Where a zip that is found by its end record begins and ends in whatever bytes it stands.</summary>
/// <param name="Start">The first header of a record; -1 if that cannot be told.</param>
/// <param name="End">The end of its comment.</param>
internal readonly record struct ZipSpan(long Start, long End)
{
    // Larger directories are not read for this.
    private const int MostDirectory = 1 << 20;

    /// <summary>Finds a zip near the end, with offsets counted as Python counts them: from wherever the directory fits its end record
    /// (zipfile.py, <c>_RealGetContents</c>). Null if none is there.</summary>
    public static ZipSpan? Find(ByteSource source)
    {
        if (ZipEnd.FindAtEnd(source) is not { } after) return null;
        long end = source.Length - after, start = -1;
        byte[] tail = new byte[(int)Math.Min(end, ZipSignature.EndSize + ZipSignature.MaxComment + 1)];
        source.ReadExactly(end - tail.Length, tail);
        int at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at >= 0 && tail.Length - at >= ZipSignature.EndSize) start = FirstHeader(source, tail.AsSpan(at), end - tail.Length + at);
        return new ZipSpan(start, end);
    }

    private static long FirstHeader(ByteSource source, ReadOnlySpan<byte> record, long recordAt)
    {
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]), stated = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        long directory = recordAt - size, shift = directory - stated, first = directory;
        if (directory < 0 || size > MostDirectory) return -1;
        byte[] bytes = new byte[size];
        source.ReadExactly(directory, bytes);
        ReadOnlySpan<byte> rest = bytes;
        while (rest.Length >= ZipSignature.DirectorySize)
        {
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(rest[42..]);
            // Its real offset stands in a field of zip64.
            if (BinaryPrimitives.ReadUInt32LittleEndian(rest) != ZipSignature.Directory || offset == uint.MaxValue) return -1;
            first = Math.Min(first, shift + offset);
            int length = ZipSignature.DirectorySize + BinaryPrimitives.ReadUInt16LittleEndian(rest[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
            rest = rest[Math.Min(length, rest.Length)..];
        }
        return rest.IsEmpty && first >= 0 ? first : -1;
    }
}
