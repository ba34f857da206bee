using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;

namespace SafeLoad.Scanning;

/// <summary>Scans a zip: each record that the directory lists, and, where the archive contradicts itself, each that a local header announces.</summary>
internal static class ZipScanner
{
    // What looking at one local record costs, in bytes read.
    private const int LocalCost = 1 << 10;

    public static CheckpointFormat Scan(ContentScanner scanner, Content content, ReadingBuilder reading)
    {
        if (scanner.IsTooDeep(content, reading)) return CheckpointFormat.OrdinaryZip;
        var contradictions = new List<MalformedCheckpointException>();
        ZipContainer zip;
        try
        {
            zip = ZipContainer.Open(content.Source, scanner.Budget, verify: false, contradictions.Add);
        }
        catch (MalformedCheckpointException problem)
        {
            // What contradicts one directory is none of a series' faults.
            if (ZipSeries.Find(content.Source) is { } series) return ScanSeries(scanner, content, reading, series);
            foreach (MalformedCheckpointException contradiction in contradictions) reading.Add(contradiction);
            reading.Add(problem);
            Sweep(scanner, content, reading, known: []);
            return CheckpointFormat.Zip;
        }
        foreach (MalformedCheckpointException contradiction in contradictions) reading.Add(contradiction);
        scanner.Trace.Decoded(zip.Directory.Bytes);
        if (zip.Format == CheckpointFormat.Zip) zip.CheckTopFolder(reading.Add);
        HashSet<int> storages = new ZipRecords(scanner, content, reading, zip).Scan();
        ZipContents.Describe(scanner, content, reading, zip);
        if (contradictions.Count == 0) reading.Archive = zip;
        else Sweep(scanner, content, reading, [.. storages.Select(index => zip.Directory.Records[index].HeaderOffset)]);
        ScanEnd(scanner, content, reading, zip.Directory.End);
        return zip.Format;
    }

    // A distributed checkpoint has a zip for each tensor. In any other file readers differ in which of the zips they see.
    private static CheckpointFormat ScanSeries(ContentScanner scanner, Content content, ReadingBuilder reading, List<SliceByteSource> zips)
    {
        bool isDistributed = (content.Record ?? content.Source.Name ?? "").EndsWith(".distcp", StringComparison.OrdinalIgnoreCase);
        if (!isDistributed)
            reading.Add(new Finding(DiagnosticId.SecondEndRecord, Severity.Warning, Verdict.Suspicious, FormattableString.Invariant($"{zips.Count:N0} zips stand one after the other: two readers can see two archives"), content.At));
        for (int i = 0; i < zips.Count; i++) scanner.Scan(content.Member(zips[i], FormattableString.Invariant($"(zip {i})")), reading);
        return isDistributed ? CheckpointFormat.Dcp : CheckpointFormat.Zip;
    }

    // Every local header begins a record for a reader that streams or repairs; storages that data.pkl refers to stay tensor data.
    private static void Sweep(ContentScanner scanner, Content content, ReadingBuilder reading, HashSet<long> known)
    {
        ulong count = 0;
        if (!scanner.MaySweep(content, reading, content.Source.Length)) return;
        foreach (var record in ZipSweep.Find(content.Source))
        {
            if (count++ == 0 && record.HeaderOffset > 0) scanner.Scan(content.Part(0, record.HeaderOffset, "(before the archive)"), reading);
            scanner.Budget.CheckRecords(count, content.At);
            if (known.Contains(record.HeaderOffset)) continue;
            long left = content.Source.Length - record.DataOffset, length = Math.Max(record.StatedSize <= left ? record.StatedSize : 0, record.Limit - record.DataOffset);
            // Bytes that are nothing but signatures would cost far more than their size.
            if (!scanner.MaySweep(content, reading, length + LocalCost)) return;
            Content member = content.Member(new SliceByteSource(content.Source, record.DataOffset, length), record.Name);
            // Readers differ in whose method they believe: the bytes are read as they stand and unpacked.
            if (length > 0) scanner.Scan(member with { IsExpected = false }, reading);
            ByteSource packed = new SliceByteSource(content.Source, record.DataOffset, left);
            bool isUnpacked = false;
            foreach (Codec codec in BeginsAsBzip2(packed) ? (ReadOnlySpan<Codec>)[Codec.Deflate, Codec.Bzip2] : [Codec.Deflate])
            {
                ByteSource unpacked = Codecs.Unpack(codec, packed, scanner.Budget, member.At, out _, out SafeLoadException? problem);
                if (problem is LimitExceededException limit) reading.Add(limit);
                if (unpacked.Length == 0) continue;
                isUnpacked = true;
                scanner.Scan(member with { IsExpected = false, Source = unpacked }, reading);
            }
            if (!isUnpacked && record.Method is not (0 or 8 or 12)) reading.NotScanned(FormattableString.Invariant($"a local record compressed by method {record.Method}"), member.At);
        }
    }

    private static bool BeginsAsBzip2(ByteSource source)
    {
        Span<byte> head = stackalloc byte[3];
        return source.Read(0, head) == head.Length && head.SequenceEqual("BZh"u8);
    }

    private static void ScanEnd(ContentScanner scanner, Content content, ReadingBuilder reading, ZipEnd end)
    {
        long length = content.Source.Length;
        if (end.CommentLength > 0) scanner.Scan(content.Part(length - end.TrailingBytes - end.CommentLength, end.CommentLength, "(comment)"), reading);
        if (end.TrailingBytes == 0) return;
        Content tail = content.Part(length - end.TrailingBytes, end.TrailingBytes, "(after the end)");
        reading.Add(new Finding(DiagnosticId.TrailingData, Severity.Warning, Verdict.Suspicious, FormattableString.Invariant($"{end.TrailingBytes:N0} bytes follow the archive"), content.AtOffset(length - end.TrailingBytes)));
        scanner.Scan(tail, reading);
    }
}
