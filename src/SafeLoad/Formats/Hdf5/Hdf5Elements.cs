using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>Takes an array of texts or opaque values apart: those that can be a pickle are looked at, each by itself.</summary>
internal static class Hdf5Elements
{
    private const int Window = 1 << 16;

    public static PartList Read(PartSource source, int size)
    {
        var parts = new PartList();
        long length = source.Bytes.Length, found = 0;
        // Elements that are larger than a window are not read to see what they are.
        byte[] window = new byte[Math.Max(1, Window / size) * (long)Math.Min(size, Window)];
        for (long start = 0; start < length; start += Math.Max(size, window.Length))
        {
            source.Budget.Watch(source.At);
            Span<byte> read = window.AsSpan(0, (int)Math.Min(window.Length, length - start));
            source.Bytes.ReadExactly(start, read);
            for (int at = 0; at < read.Length; at += size)
            {
                ReadOnlySpan<byte> element = read[at..Math.Min(at + size, read.Length)];
                if (size <= Window && !Hdf5Values.HasSign(element)) continue;
                source.Budget.CheckRecords((ulong)++found, source.At);
                AddBetween(parts, start + at);
                long whole = Math.Min(size, length - start - at);
                // Texts are filled up with zeros, which are none of what they say.
                int used = size <= Window ? element.TrimEnd((byte)0).Length : 0;
                parts.Add(PartKind.File, FormattableString.Invariant($"[{(start + at) / size}]"), size <= Window ? used : whole);
            }
        }
        AddBetween(parts, length);
        return parts;
    }

    private static void AddBetween(PartList parts, long end)
    {
        if (parts.End < end) parts.Add(PartKind.Configuration, "elements that name nothing", end - parts.End);
    }
}
