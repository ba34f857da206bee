using SafeLoad.Containers;
using SafeLoad.Rebuild;

namespace SafeLoad.Scanning;

/// <summary>Scans an .npy array: one of objects is a pickle behind the header, any other is numbers.</summary>
internal static class NpyScanner
{
    public static void Scan(ContentScanner scanner, Content content)
    {
        NpyHeader header = NpyHeader.Read(content.Source, content.Record);
        long end = content.Source.Length;
        if (NumpyDescription.Read(header.Description) is { HasObjects: false } dtype)
        {
            // numpy.save can be called again and again on one file; what follows the array can be the next one.
            Int128 bytes = dtype.ItemSize;
            foreach (long size in header.Shape) bytes = size < 0 || bytes > end ? end : bytes * size;
            if (header.DataOffset + bytes < end) scanner.Scan(content.Part(header.DataOffset + (long)bytes, end - header.DataOffset - (long)bytes, "(after the array)"));
            return;
        }
        PickleScanner.Scan(scanner, content with { Source = new IO.SliceByteSource(content.Source, header.DataOffset, end - header.DataOffset), IsExpected = true });
    }
}
