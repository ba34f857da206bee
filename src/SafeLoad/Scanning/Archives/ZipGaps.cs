using SafeLoad.Formats.Zip;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning.Archives;

/// <summary>What of a zip is no record's content: headers, the directory, and what stands between records,
/// which no reader asks for.</summary>
internal static class ZipGaps
{
    // APPNOTE 4.3.9: a signature, the CRC and two sizes, in zip64 of 8 bytes each.
    private const int LongestDescriptor = 24;

    private const int MostOfRest = 1 << 16;

    /// <summary>Accounts for headers and the directory, and gives what stands between records. What stands before the first of them is
    /// given where the archive is swept.</summary>
    public static IEnumerable<WorkItem> Scan(Content content, ReadingBuilder reading, ZipDirectory directory)
    {
        ZipRecord[] records = directory.Records;
        int[] order = ZipConsistency.FileOrder(records);
        long end = order.Length > 0 ? records[order[0]].HeaderOffset : directory.End.DirectoryStart;
        bool hasDescriptor = false;
        foreach (int index in order)
        {
            ZipRecord record = records[index];
            if (GapOf(content, end, record.HeaderOffset, hasDescriptor) is { } gap) yield return new WorkItem(gap, reading);
            content.Enter(Account.Structure, record.HeaderOffset, record.DataOffset - record.HeaderOffset);
            end = Math.Max(end, record.DataEnd);
            hasDescriptor = (record.Flags & ZipSignature.Descriptor) != 0;
        }
        if (GapOf(content, end, directory.End.DirectoryStart, hasDescriptor) is { } last) yield return new WorkItem(last, reading);
        long directoryEnd = content.Source.Length - directory.End.TrailingBytes - directory.End.CommentLength;
        content.Enter(Account.Structure, directory.End.DirectoryStart, directoryEnd - directory.End.DirectoryStart);
    }

    /// <summary>Accounts for what stands behind the last local record of an archive whose directory cannot be followed.</summary>
    public static void EnterRest(ScanContext scan, Content content)
    {
        long length = content.Source.Length, swept = content.Ledger.LastIn(content.Start, content.Start + length) - content.Start;
        scan.DecodeHead(content.Slice(swept, length - swept), Math.Min(MostOfRest, length - swept));
    }

    /// <summary>Names the records of a directory that have no header where it says: nobody knows where their content begins.</summary>
    public static void ReportLost(ScanContext scan, Content content, ReadingBuilder reading)
    {
        ZipDirectory directory;
        try
        {
            directory = ZipDirectory.Read(content.Source, scan.Budget, new ZipProblems());
        }
        catch (MalformedCheckpointException)
        {
            // No directory lists any; what has a header of its own was scanned.
            return;
        }
        content.Enter(Account.Structure, directory.End.DirectoryStart, content.Source.Length - directory.End.DirectoryStart);
        for (int i = 0; i < directory.Records.Length; i++)
        {
            ZipRecord record = directory.Records[i];
            if (HasHeader(content, record.HeaderOffset)) continue;
            Content lost = content.Member(
                record.HeaderOffset, ZipSignature.LocalSize + record.NameLength + record.CompressedSize, directory.NameOf(i));
            lost.Enter(Account.NotLookedAt);
            reading.NotScanned("a record without a local header", lost.At);
        }
    }

    private static bool HasHeader(Content content, long offset)
    {
        Span<byte> signature = stackalloc byte[4];
        return content.Source.Read(offset, signature) == signature.Length && signature.SequenceEqual("PK\x03\x04"u8);
    }

    private static Content? GapOf(Content content, long start, long end, bool hasDescriptor)
    {
        if (end <= start) return null;
        if (!hasDescriptor || end - start > LongestDescriptor) return content.Part(start, end - start, "(between records)");
        content.Enter(Account.Structure, start, end - start);
        return null;
    }
}
