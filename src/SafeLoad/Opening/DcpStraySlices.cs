using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Safetensors;
using SafeLoad.IO;
using SafeLoad.Sharding;
using SafeLoad.Sharding.Dcp;

namespace SafeLoad.Opening;

/// <summary>Slices of a distributed checkpoint that are none of the files which its files consist of: the metadata alone says that
/// something begins there, and PyTorch gives it to <c>torch.load</c>.</summary>
/// <remarks>torch/distributed/checkpoint/filesystem.py, <c>read_data</c>; default_planner.py, <c>load_bytes</c>.</remarks>
internal static class DcpStraySlices
{
    /// <summary>Whether a file is named like such metadata: <c>.metadata</c>, or that of one process.</summary>
    public static bool IsMetadata(string path) => path.EndsWith(".metadata", StringComparison.Ordinal);

    /// <summary>Finds them.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="folder">The folder that it stands in.</param>
    /// <param name="group">Closes the files that are opened.</param>
    /// <param name="budget">What reading may cost.</param>
    /// <param name="report">Told of each slice that cannot be read.</param>
    /// <returns>Each with its file's name, where it begins there, and its bytes.</returns>
    /// <exception cref="SafeLoadException">The metadata is none, or costs too much.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IEnumerable<(string File, long Offset, ByteSource Bytes)> Find(
        ByteSource metadata, string folder, SourceGroup group, Budget budget, Action<SafeLoadException> report)
    {
        foreach (var slices in DcpMetadataReader.ReadSlices(metadata, budget, report).GroupBy(static slice => slice.File,
            StringComparer.Ordinal))
        {
            string path = Path.Combine(folder, slices.Key);
            // That they are missing, the loader says.
            if (!File.Exists(path)) continue;
            ByteSource file = group.Open(path);
            HashSet<(long, long)> known = FilesIn(file, budget);
            foreach (DcpSlice slice in slices)
            {
                if (slice.Offset >= file.Length || slice.Length == 0 || known.Contains((slice.Offset, slice.Length))) continue;
                long left = file.Length - slice.Offset, length = Math.Min(slice.Length, left);
                // All tensors of a file in safetensors have the same place, where that file begins: it is one.
                if (SafetensorsHeader.IsAt(new SliceByteSource(file, slice.Offset, left))) length = left;
                if (known.Add((slice.Offset, length)))
                    yield return (slice.File, slice.Offset, new SliceByteSource(file, slice.Offset, length));
            }
        }
    }

    // What is scanned with the file itself: all of it, or the zips that fill it.
    private static HashSet<(long Offset, long Length)> FilesIn(ByteSource file, Budget budget)
    {
        var known = new HashSet<(long, long)> { (0, file.Length) };
        long start = 0;
        foreach (SliceByteSource zip in FormatDetector.Detect(file, budget).Series ?? [])
        {
            known.Add((start, zip.Length));
            start += zip.Length;
        }
        return known;
    }
}
