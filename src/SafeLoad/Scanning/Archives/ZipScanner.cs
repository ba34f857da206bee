using SafeLoad.Formats.Compressed;
using SafeLoad.Formats.Zip;
using SafeLoad.IO;
using SafeLoad.Opening;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning.Archives;

/// <summary>Scans a zip: each record that the directory lists, and, where the archive contradicts itself, each that a local header
/// announces.</summary>
internal static class ZipScanner
{
    // What looking at one local record costs, in bytes read.
    private const int LocalCost = 1 << 10;

    /// <summary>Scans an archive that was read, or several in a row, each by itself.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="content">The archive.</param>
    /// <param name="reading">Given what is found.</param>
    /// <param name="file">What it is by its records, and what was read of it.</param>
    public static IEnumerable<WorkItem> Scan(ScanContext scan, Content content, ReadingBuilder reading, DetectedFormat file)
    {
        if (file.Series is { } zips) return Series(content, reading, zips);
        if (scan.IsTooDeep(content, reading)) return [];
        ZipReading archive = file.Zip!;
        foreach (MalformedCheckpointException contradiction in archive.Problems) reading.Add(contradiction);
        if (archive.Container is { } zip) return Scan(scan, content, reading, zip, file.Row, isContradicted: archive.Problems.Count > 0);
        reading.Add(archive.Failure!);
        // A limit that was hit is no fault of the archive, and no reason to read it in any other way.
        return archive.Failure is MalformedCheckpointException ? SweepAll(scan, content, reading) : [];
    }

    private static IEnumerable<WorkItem> Scan(
        ScanContext scan, Content content, ReadingBuilder reading, ZipContainer zip, FormatRow row, bool isContradicted)
    {
        scan.Trace.Decoded(zip.Directory.Bytes);
        var layout = (FormatLayout.Zip)row.Layout;
        if (layout.IsOneFolder) zip.CheckTopFolder(reading.Add);
        foreach (WorkItem item in ZipGaps.Scan(content, reading, zip.Directory)) yield return item;
        var records = new ZipRecords(scan, content, reading, zip, layout, isContradicted);
        foreach (WorkItem item in records.Scan()) yield return item;
        ZipContents.Describe(content, reading, zip, row);
        if (isContradicted)
        {
            foreach (WorkItem item in Sweep(scan, content, reading, records.StorageHeaders())) yield return item;
        }
        ZipEnd end = zip.Directory.End;
        if (end.CommentLength == 0 && end.TrailingBytes == 0) yield break;
        foreach (WorkItem item in End(content, reading, end)) yield return item;
    }

    private static IEnumerable<WorkItem> Series(Content content, ReadingBuilder reading, IReadOnlyList<ByteSource> zips)
    {
        long start = 0;
        for (int i = 0; i < zips.Count; i++)
        {
            yield return new WorkItem(content.Member(start, zips[i].Length, FormattableString.Invariant($"(zip {i})")), reading);
            start += zips[i].Length;
        }
    }

    // An archive whose directory cannot be followed. What is left behind the last local record is a directory that cannot be read, or a
    // header that was cut short.
    private static IEnumerable<WorkItem> SweepAll(ScanContext scan, Content content, ReadingBuilder reading)
    {
        foreach (WorkItem item in Sweep(scan, content, reading, known: [])) yield return item;
        ZipGaps.EnterRest(scan, content);
        ZipGaps.ReportLost(scan, content, reading);
    }

    // Every local header begins a record for a reader that streams or repairs; storages that data.pkl refers to stay tensor data.
    private static IEnumerable<WorkItem> Sweep(ScanContext scan, Content content, ReadingBuilder reading, HashSet<long> known)
    {
        ulong count = 0;
        if (!scan.MaySweep(content, reading, content.Source.Length)) yield break;
        foreach (var record in ZipSweep.Find(content.Source))
        {
            if (count++ == 0 && record.HeaderOffset > 0)
                yield return new WorkItem(content.Part(0, record.HeaderOffset, "(before the archive)"), reading);
            scan.Budget.CheckRecords(count, content.At);
            if (known.Contains(record.HeaderOffset)) continue;
            long left = content.Source.Length - record.DataOffset;
            long length = Math.Max(record.StatedSize <= left ? record.StatedSize : 0, record.Limit - record.DataOffset);
            // Bytes that are nothing but signatures would cost far more than their size.
            if (!scan.MaySweep(content, reading, length + LocalCost)) yield break;
            content.Enter(Account.Structure, record.HeaderOffset, record.DataOffset - record.HeaderOffset);
            Content member = content.Member(record.DataOffset, length, record.Name) with { IsExpected = false };
            // Readers differ in whose method they believe: the bytes are read as they stand and unpacked.
            if (length > 0) yield return new WorkItem(member, reading);
            var packed = new SliceByteSource(content.Source, record.DataOffset, left);
            bool isUnpacked = false;
            foreach (Codec codec in BeginsAsBzip2(packed) ? (Codec[])[Codec.Deflate, Codec.Bzip2] : [Codec.Deflate])
            {
                ByteSource unpacked = Codecs.Unpack(codec, packed, scan.Budget, member.At, out _, out SafeLoadException? problem);
                if (problem is LimitExceededException limit) reading.Add(limit);
                if (unpacked.Length == 0) continue;
                isUnpacked = true;
                yield return new WorkItem(content.Unpacked(unpacked, record.Name) with { IsExpected = false }, reading);
            }
            if (!isUnpacked && record.Method is not (0 or 8 or 12))
                reading.NotScanned(FormattableString.Invariant($"a local record compressed by method {record.Method}"), member.At);
        }
    }

    private static bool BeginsAsBzip2(ByteSource source)
    {
        Span<byte> head = stackalloc byte[3];
        return source.Read(0, head) == head.Length && head.SequenceEqual("BZh"u8);
    }

    private static IEnumerable<WorkItem> End(Content content, ReadingBuilder reading, ZipEnd end)
    {
        long start = content.Source.Length - end.TrailingBytes;
        if (end.CommentLength > 0)
            yield return new WorkItem(content.Part(start - end.CommentLength, end.CommentLength, "(comment)"), reading);
        if (end.TrailingBytes == 0) yield break;
        reading.Add(Finding.OfOther(DiagnosticId.TrailingData, Verdict.Suspicious,
            FormattableString.Invariant($"{end.TrailingBytes:N0} bytes follow the archive"), content.AtOffset(start)));
        yield return new WorkItem(content.Part(start, end.TrailingBytes, "(after the end)"), reading);
    }
}
