using SafeLoad.Formats.Compressed;
using SafeLoad.Formats.Pickles;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning.Archives;

/// <summary>Scans what a compressed stream holds, and what stands behind it.</summary>
internal static class CompressedScanner
{
    /// <summary>Scans a content as a stream.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="content">The stream, and what follows it.</param>
    /// <param name="reading">Given what is found.</param>
    /// <param name="codec">How it is compressed.</param>
    /// <param name="isBeside">Whether it is read as something else first.</param>
    public static IEnumerable<WorkItem> Scan(
        ScanContext scan, Content content, ReadingBuilder reading, Codec codec, bool isBeside = false)
    {
        if (scan.IsTooDeep(content, reading)) yield break;
        ByteSource inner = Codecs.Unpack(codec, content.Source, scan.Budget, content.At, out long end, out SafeLoadException? problem);
        // Two bytes make no zlib stream: text can begin with them.
        if (codec == Codec.Zlib && inner.Length == 0 && problem is not null)
        {
            content.Enter(Account.Storage);
            yield break;
        }
        // Of what gave nothing its own bytes are what was read.
        if (inner.Length == 0 && problem is not null) scan.Trace.Decode(content.Source, content.Source.Length);
        bool isExpected = content.IsExpected || Content.IsPickleName(Path.GetFileNameWithoutExtension(content.FileName))
            || PickleHead.HasProtocol(inner);
        Content unpacked = content.Unpacked(inner, Content.UnpackedName) with { IsExpected = isExpected };
        yield return new WorkItem(unpacked, reading) { Meaning = Unpacked };
        // LZMA without a container has no magic: what breaks may be something else.
        if (codec == Codec.Lzma && problem is MalformedCheckpointException && !XzReader.IsAt(content.Source, 0))
        {
            if (isBeside)
            {
                content.Enter(unpacked, 0, content.Source.Length);
                yield break;
            }
            reading.NotScanned("what begins like an lzma stream, and is none that is whole,", content.At);
            content.Enter(Account.NotLookedAt);
            yield break;
        }
        // Behind a break nobody unpacks; behind a limit somebody else does.
        content.Enter(unpacked, 0, problem is MalformedCheckpointException ? content.Source.Length : end);
        if (problem is not null) reading.Add(problem);
        else if (GzipHeader.SkipZeros(content.Source, end) < content.Source.Length)
            yield return new WorkItem(content.Part(end, content.Source.Length - end, "(after the end)"), reading);
        else content.Enter(Account.Structure, end, content.Source.Length - end);

        // What a stream holds counts as it is, and says what the stream is good for.
        Reading Unpacked(Reading inside)
        {
            reading.Unpacked = inside.Kind;
            return inside;
        }
    }
}
