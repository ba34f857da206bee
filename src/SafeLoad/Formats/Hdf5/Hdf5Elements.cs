using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>Takes an array of texts or opaque values apart: those that can be a pickle are looked at, each by itself.</summary>
internal static class Hdf5Elements
{
    private const int Window = 1 << 16;

    /// <summary>The elements, read as they are asked for: an array can have millions.</summary>
    public static PartList Read(PartSource source, int size) => new() { Later = Find(source, size) };

    private static IEnumerable<Part> Find(PartSource source, int size)
    {
        long length = source.Bytes.Length, found = 0, end = 0;
        // Elements that are larger than a window are not read to see what they are.
        byte[] window = new byte[Math.Max(1, Window / size) * (long)Math.Min(size, Window)];
        for (long start = 0; start < length; start += Math.Max(size, window.Length))
        {
            source.Budget.Watch(source.At);
            int read = (int)Math.Min(window.Length, length - start);
            source.Bytes.ReadExactly(start, window.AsSpan(0, read));
            for (int at = 0; at < read; at += size)
            {
                int used = Math.Min(size, read - at);
                if (size <= Window && !Hdf5Values.HasSign(window.AsSpan(at, used))) continue;
                source.Budget.CheckRecords((ulong)++found, source.At);
                if (Between(end, start + at) is { Length: > 0 } between) yield return between;
                // Texts are filled up with zeros, which are none of what they say.
                long whole = size <= Window ? window.AsSpan(at, used).TrimEnd((byte)0).Length : Math.Min(size, length - start - at);
                yield return new Part(PartKind.File, FormattableString.Invariant($"[{(start + at) / size}]"), start + at, whole);
                end = start + at + whole;
            }
        }
        if (Between(end, length) is { Length: > 0 } rest) yield return rest;
    }

    private static Part Between(long start, long end) =>
        new(PartKind.Configuration, "elements that name nothing", start, end - start);
}
