using SafeLoad.Formats;
using SafeLoad.Formats.Numpy;
using SafeLoad.IO;

namespace SafeLoad.Scanning;

/// <summary>Scans .npy arrays, of which numpy.save can put several into one file: one of objects is a pickle behind the header,
/// any other is numbers.</summary>
internal static class NpyScanner
{
    private const int LongestHeader = 1 << 16;

    public static IEnumerable<WorkItem> Scan(ScanContext scan, Content content, ReadingBuilder reading)
    {
        for (ByteSource rest = content.Source; rest.Length > 0;)
        {
            Content array = content.Slice(content.Source.Length - rest.Length, rest.Length);
            if (!NpyHeader.IsAt(rest))
            {
                yield return new WorkItem(content.Part(content.Source.Length - rest.Length, rest.Length, "(after the array)"), reading);
                yield break;
            }
            (WorkItem? inside, long? arrayEnd) = ScanArray(scan, array, reading);
            if (inside is { } item) yield return item;
            if (arrayEnd is not { } end) yield break;
            rest = array.Slice(end, rest.Length - end).Source;
        }
    }

    // The pickle in it, and where the array ends; null if that is not known, and all is scanned.
    private static (WorkItem? Inside, long? End) ScanArray(ScanContext scan, Content content, ReadingBuilder reading)
    {
        NpyReader array;
        try
        {
            array = NpyReader.Open(content.Source, content.Record);
        }
        catch (MalformedCheckpointException problem)
        {
            // numpy's parser is Python's and takes more; behind the header's line a pickle may stand.
            reading.Add(problem);
            long behind = HeaderEnd(content.Source);
            content.Enter(Account.Structure, 0, behind);
            return (new WorkItem(content.Part(behind, content.Source.Length - behind, "(behind the header)"), reading), null);
        }
        scan.Decode(content, array.Header.DataOffset);
        if (!array.MayBePickle) return (null, EndOfElements(scan, content, reading, array));
        int length = array.ReadPickle(scan.Budget).End;
        Content pickle = content.Slice(array.Header.DataOffset, length) with { IsExpected = true };
        return (new WorkItem(pickle, reading) { Way = inside => PickleScanner.Scan(scan, pickle, inside) }, array.Parts.End);
    }

    private static long? EndOfElements(ScanContext scan, Content content, ReadingBuilder reading, NpyReader array)
    {
        try
        {
            Part elements = array.ReadElements(scan.Budget);
            content.Enter(array.Parts);
            return elements.End;
        }
        catch (MalformedCheckpointException problem)
        {
            // Fewer numbers than there should be are numbers all the same.
            content.Enter(Account.Storage, array.Parts.End, content.Source.Length - array.Parts.End);
            reading.Add(problem);
            return null;
        }
    }

    private static long HeaderEnd(ByteSource source)
    {
        byte[] head = new byte[(int)Math.Min(LongestHeader, source.Length)];
        source.ReadExactly(0, head);
        int line = head.AsSpan().IndexOf((byte)'\n');
        return line < 0 ? Math.Min(10, source.Length) : line + 1;
    }
}
