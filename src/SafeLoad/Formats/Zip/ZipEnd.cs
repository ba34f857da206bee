using System.Buffers.Binary;
using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Zip;

/// <summary>A zip's end records: where the directory is and how many records it has.</summary>
/// <remarks>APPNOTE 4.3.14 to 4.3.16. PyTorch always writes the zip64 end record and locator,
/// with the real values in the 32-bit record too.</remarks>
internal sealed record ZipEnd(long DirectoryStart, long DirectorySize, ulong RecordCount, int CommentLength, long TrailingBytes)
{
    /// <summary>Finds and reads the end records.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="report">Told of each contradiction that does not make reading impossible; the loader throws it.</param>
    public static ZipEnd Read(ByteSource source, Action<MalformedCheckpointException> report)
    {
        var file = new CheckpointLocation(source.Name);
        int tailLength = (int)Math.Min(source.Length,
            ZipSignature.EndSize + ZipSignature.MaxComment + ZipSignature.Locator64Size + ZipSignature.End64Size);
        long tailStart = source.Length - tailLength;
        byte[] tail = new byte[tailLength];
        source.ReadExactly(tailStart, tail);
        int at = FindLast(tail, tail.Length);
        if (at < 0)
        {
            throw Problems.ZipTruncated(FormattableString.Invariant(
                $"the zip has no end record: the file was cut short, and at least {ZipCut.MissingBytes(source):N0} bytes are missing; ")
                + "download it again", file);
        }

        ReadOnlySpan<byte> end = tail.AsSpan(at);
        long endStart = tailStart + at;
        if (U16(end, 4) != 0 || U16(end, 6) != 0)
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken, "the zip is one part of a split archive", file with { Offset = endStart });
        long trailing = end.Length - ZipSignature.EndSize - U16(end, 20);
        if (trailing < 0)
            throw Problems.ZipTruncated($"the zip's comment has {U16(end, 20)} bytes; {end.Length - ZipSignature.EndSize} are left",
                file with { Offset = endStart });
        ulong count = U16(end, 10);
        long size = U32(end, 12), start = U32(end, 16), endOfDirectory = endStart;
        if (U16(end, 8) != count)
            report(Problems.Zip(DiagnosticId.ZipDirectoryBroken, $"the end record counts {U16(end, 8)} and {count} records",
                file with { Offset = endStart }));

        if (at >= ZipSignature.Locator64Size && U32(tail, at - ZipSignature.Locator64Size) == ZipSignature.Locator64)
            endOfDirectory = ReadZip64(source, tail, tailStart, at - ZipSignature.Locator64Size, ref count, ref size, ref start, report);
        else if (count == 0xFFFF || size == 0xFFFFFFFF || start == 0xFFFFFFFF)
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken, "the end record points to a zip64 end record that is not there",
                file with { Offset = endStart });

        if (start < 0 || size < 0 || size > endOfDirectory || start != endOfDirectory - size)
        {
            // Mostly another archive's end record in the comment or behind the archive.
            int first = FindLast(tail, at + 3);
            if (first >= 0) report(SecondEnd(file with { Offset = tailStart + first }));
            report(Problems.Zip(DiagnosticId.ArchivePrefix,
                FormattableString.Invariant(
                    $"the directory is said to lie at {start:N0} with {size:N0} bytes; it ends at {endOfDirectory:N0}, so bytes were put ")
                + "before or into the archive", file with { Offset = endStart }));
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken, "the directory is not where the end record says",
                file with { Offset = endStart });
        }
        // All that may follow the directory is in the tail: the zip64 records, this end record, its comment and what was appended.
        int after = (int)(Math.Max(endOfDirectory, tailStart) - tailStart);
        for (int other = FindLast(tail, tail.Length); other >= after; other = FindLast(tail, other + 3))
        {
            if (other != at) report(SecondEnd(file with { Offset = tailStart + other }));
        }
        return new ZipEnd(start, size, count, U16(end, 20), trailing);
    }

    /// <summary>Whether an end record stands where readers look for one, near the end of a source:
    /// how many bytes follow it and its comment. Null if there is none.</summary>
    public static long? FindAtEnd(ByteSource source)
    {
        // Python looks one byte further than a comment can reach (zipfile.py, _EndRecData).
        byte[] tail = new byte[(int)Math.Min(source.Length, ZipSignature.EndSize + ZipSignature.MaxComment + 1)];
        source.ReadExactly(source.Length - tail.Length, tail);
        int at = FindLast(tail, tail.Length);
        return at < 0 ? null : Math.Max(0, tail.Length - at - ZipSignature.EndSize - U16(tail, at + 20));
    }

    private static MalformedCheckpointException SecondEnd(CheckpointLocation at) =>
        Problems.Zip(DiagnosticId.SecondEndRecord, "the zip has a second end record: two readers can see two archives", at);

    private static long ReadZip64(ByteSource source, byte[] tail, long tailStart, int locator, ref ulong count, ref long size,
        ref long start, Action<MalformedCheckpointException> report)
    {
        CheckpointLocation at = new(source.Name, null, tailStart + locator);
        ulong stated = U64(tail, locator + 8);
        Span<byte> record = stackalloc byte[ZipSignature.End64Size];
        if (stated > (ulong)(tailStart + locator - ZipSignature.End64Size))
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken,
                $"the zip64 end record is said to lie at {stated}, which is behind its locator", at);
        source.ReadExactly((long)stated, record);
        if (U32(record, 0) != ZipSignature.End64)
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken, "there is no zip64 end record where its locator points", at);
        if (U64(record, 4) != (ulong)(tailStart + locator) - stated - 12)
            report(Problems.Zip(DiagnosticId.ZipDirectoryBroken, "the zip64 end record does not reach to its locator", at));
        ulong count64 = U64(record, 32), size64 = U64(record, 40), start64 = U64(record, 48);
        // Where a 32-bit field is not saturated both must agree: readers differ in which of the two they take.
        if ((count != 0xFFFF && count != count64) || (size != 0xFFFFFFFF && (ulong)size != size64)
            || (start != 0xFFFFFFFF && (ulong)start != start64))
            report(Problems.Zip(DiagnosticId.HeaderMismatch, "the end record and the zip64 end record disagree", at));
        (count, size, start) = (count64, (long)size64, (long)start64);
        return (long)stated;
    }

    private static int FindLast(ReadOnlySpan<byte> bytes, int limit)
    {
        ReadOnlySpan<byte> searched = bytes[..Math.Min(limit, bytes.Length)];
        while (true)
        {
            int at = searched.LastIndexOf("PK\x05\x06"u8);
            if (at < 0 || bytes.Length - at >= ZipSignature.EndSize) return at;
            searched = searched[..(at + 3)];
        }
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
