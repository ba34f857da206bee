using SafeLoad.IO;

namespace SafeLoad.Formats.Numpy;

/// <summary>The parts of a file of .npy arrays, of which <c>numpy.save</c> can put several into one file: one of objects is a pickle behind
/// the header, any other is numbers.</summary>
internal static class NpyParts
{
    private const int LongestHeader = 1 << 16;

    public static PartList Read(PartSource file)
    {
        var parts = new PartList();
        for (ulong count = 1; parts.End < file.Bytes.Length; count++)
        {
            ByteSource rest = new SliceByteSource(file.Bytes, parts.End, file.Bytes.Length - parts.End);
            if (!NpyHeader.IsAt(rest)) parts.Add(PartKind.File, "(after the array)", rest.Length);
            else
            {
                file.Budget.CheckRecords(count, file.At);
                AddArray(parts, rest, file);
            }
        }
        return parts;
    }

    // Where the array's end is not known, all that is left.
    private static void AddArray(PartList parts, ByteSource rest, PartSource file)
    {
        NpyReader array;
        try
        {
            array = NpyReader.Open(rest, file.Record);
        }
        catch (MalformedCheckpointException problem)
        {
            // numpy's parser is Python's and takes more, several lines among it; behind the header it unpickles objects.
            long header = HeaderEnd(rest);
            parts.Add(PartKind.Structure, "header", header);
            parts.Add(PartKind.File, "(behind the header)", rest.Length - header, new() { Problem = problem, IsUnpickled = true });
            return;
        }
        SafeLoadException? broken = null;
        try
        {
            if (array.MayBePickle) array.ReadPickle(file.Budget);
            else array.ReadElements(file.Budget);
        }
        catch (MalformedCheckpointException problem)
        {
            broken = problem;
        }
        foreach (Part part in array.Parts.All) parts.Add(part.Kind, part.Name, part.Length);
        // Fewer numbers than there should be are numbers all the same.
        if (broken is not null)
            parts.Add(PartKind.Array, "elements", rest.Length - array.Parts.End, new() { Problem = broken });
    }

    // Where numpy goes on: behind as many bytes as are stated. Where there are not so many it stops, and whoever goes on does so behind
    // the header's line.
    private static long HeaderEnd(ByteSource source)
    {
        if (NpyHeader.PlaceIn(source) is var (start, stated) && stated <= source.Length - start) return start + stated;
        byte[] head = new byte[(int)Math.Min(LongestHeader, source.Length)];
        source.ReadExactly(0, head);
        int line = head.AsSpan().IndexOf((byte)'\n');
        return line < 0 ? Math.Min(10, source.Length) : line + 1;
    }
}
