using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;
using SafeLoad.Rebuild;

namespace SafeLoad.Scanning;

/// <summary>Scans .npy arrays, of which numpy.save can put several into one file: one of objects is a pickle behind the header, any other is numbers.</summary>
internal static class NpyScanner
{
    private const int LongestHeader = 1 << 16;

    public static void Scan(ContentScanner scanner, Content content, ReadingBuilder reading)
    {
        for (ByteSource rest = content.Source; rest.Length > 0;)
        {
            Content array = content with { Source = rest };
            if (FormatDetector.Detect(rest) != CheckpointFormat.Npy)
            {
                scanner.Scan(content.Part(content.Source.Length - rest.Length, rest.Length, "(after the array)"), reading);
                return;
            }
            if (ScanArray(scanner, array, reading) is not { } end) return;
            rest = new SliceByteSource(content.Source, content.Source.Length - rest.Length + end, rest.Length - end);
        }
    }

    // Where the array ends; null if that is not known, and all was scanned.
    private static long? ScanArray(ContentScanner scanner, Content content, ReadingBuilder reading)
    {
        NpyHeader header;
        try
        {
            header = NpyHeader.Read(content.Source, content.Record);
        }
        catch (MalformedCheckpointException problem)
        {
            // numpy's parser is Python's and takes more; behind the header's line a pickle may stand.
            reading.Add(problem);
            scanner.Scan(content.Part(HeaderEnd(content.Source), content.Source.Length - HeaderEnd(content.Source), "(behind the header)"), reading);
            return null;
        }
        long end = content.Source.Length;
        byte[] head = new byte[header.DataOffset];
        content.Source.ReadExactly(0, head);
        scanner.Trace.Decoded(head);
        if (NumpyDescription.Read(header.Description) is not { HasObjects: false } dtype)
        {
            int length = Pickle.PickleEnd.Read(content.Source, header.DataOffset, content.Record, scanner.Budget).End;
            PickleScanner.Scan(scanner, content with { Source = new SliceByteSource(content.Source, header.DataOffset, length), IsExpected = true }, reading);
            return header.DataOffset + length;
        }
        Int128 bytes = dtype.ItemSize;
        if (header.Shape.Contains(0)) bytes = 0;
        foreach (long size in header.Shape) bytes = size < 0 || bytes > end ? (Int128)end + 1 : bytes * size;
        if (header.DataOffset + bytes <= end) return header.DataOffset + (long)bytes;
        reading.Add(Throw.Npy("the array is cut short", content.AtOffset(header.DataOffset)));
        return null;
    }

    private static long HeaderEnd(ByteSource source)
    {
        byte[] head = new byte[(int)Math.Min(LongestHeader, source.Length)];
        source.ReadExactly(0, head);
        int line = head.AsSpan().IndexOf((byte)'\n');
        return line < 0 ? Math.Min(10, source.Length) : line + 1;
    }
}
