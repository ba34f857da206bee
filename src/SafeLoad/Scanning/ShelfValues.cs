using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.IO;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning;

/// <summary>Scans the values of a database of objects that Python keeps in plain files, where its index says that they stand: no value
/// begins where the one before it ends, and the first need be none that a scan knows.</summary>
internal static class ShelfValues
{
    /// <summary>Scans them, if a file is such an index, or has one beside it.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="content">The file.</param>
    /// <param name="reading">Given what is found.</param>
    /// <param name="path">Where the file stands.</param>
    public static void Scan(ScanContext scan, Content content, ReadingBuilder reading, string path)
    {
        bool isValues = ShelfFiles.IndexOf(path) is not null;
        string? other = ShelfFiles.IndexOf(path) ?? ShelfFiles.ValuesOf(path);
        if (!File.Exists(other)) return;
        try
        {
            using var beside = new FileByteSource(other);
            ByteSource index = isValues ? beside : content.Source;
            if (!ShelfFiles.BeginsAsIndex(index)) return;
            Content values = isValues ? content : new Content(beside, Path.GetFileName(other), Depth: 1, IsExpected: true,
                new Ledger(beside.Length), Start: 0);
            Scan(scan, values, ShelfIndex.Read(index, scan.Budget.Anew(), out bool isWhole), reading);
            if (!isWhole) reading.NotScanned("a line of the index of the database that only Python reads", content.At);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or LimitExceededException)
        {
            reading.NotScanned($"the values of the database ({Printable.Escape(problem.Message)})", content.At);
        }
    }

    private static void Scan(ScanContext scan, Content values, List<(long Offset, long Length)> places, ReadingBuilder reading)
    {
        foreach (var (offset, length) in places)
        {
            // Python reads what is there. Honest values do not overlap, however often they were written over.
            long end = Math.Min(values.Source.Length, offset > long.MaxValue - length ? long.MaxValue : offset + length);
            if (offset >= end) continue;
            if (!scan.MaySweep(values, reading, end - offset)) return;
            string name = FormattableString.Invariant($"value at {offset:N0}");
            Content value = values.Member(offset, end - offset, name) with { IsExpected = true };
            var found = new ReadingBuilder(value.Record);
            try
            {
                new ContentScanner(scan).Scan(value, found);
            }
            finally
            {
                reading.Add(found.ToReading());
            }
        }
    }
}
