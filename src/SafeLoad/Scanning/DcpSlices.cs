using SafeLoad.Diagnostics;
using SafeLoad.Opening;
using SafeLoad.Scanning.Findings;
using SafeLoad.Sharding;

namespace SafeLoad.Scanning;

/// <summary>Scans what the metadata of a distributed checkpoint leads to in the files beside it, where that is none of the files that these
/// consist of: a storage's bytes, the rest of an archive. What is a file there is scanned with it.</summary>
internal static class DcpSlices
{
    private const string Package = "torch.distributed.checkpoint.";

    /// <summary>Whether a file is such metadata, by its name and by what it names.</summary>
    public static bool IsMetadata(string path, ReadingBuilder found) => DcpStraySlices.IsMetadata(path)
        && found.ToReading().Globals.Any(static global => global.Module.StartsWith(Package, StringComparison.Ordinal));

    /// <summary>Scans the slices and compares the metadata with the files.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="content">The metadata.</param>
    /// <param name="reading">Given what is found.</param>
    /// <param name="path">Where the metadata stands.</param>
    public static void Scan(ScanContext scan, Content content, ReadingBuilder reading, string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        using var group = new SourceGroup(folder);
        try
        {
            long taken = 0;
            foreach (var (file, offset, bytes) in DcpStraySlices.Find(content.Source, folder, group, scan.Budget.Anew(), reading.Add))
            {
                // No honest metadata leads to a byte twice.
                if ((taken += bytes.Length) > 2 * group.Length)
                {
                    reading.NotScanned("what the metadata leads to again and again", content.At);
                    break;
                }
                Scan(scan, bytes, FormattableString.Invariant($"{file} at {offset:N0}"), reading);
            }
            // The metadata of one process alone opens nothing.
            if (Path.GetFileName(path) == ".metadata") LoaderCheck.RunSet(folder, scan.Budget.Anew(), reading);
        }
        catch (MalformedCheckpointException problem)
        {
            reading.Add(problem);
        }
        catch (Exception problem) when (problem is SafeLoadException or IOException or UnauthorizedAccessException)
        {
            reading.NotScanned($"what the metadata leads to ({Printable.Escape(problem.Message)})", content.At);
        }
    }

    private static void Scan(ScanContext scan, ByteSource bytes, string name, ReadingBuilder reading)
    {
        var slice = new Content(bytes, name, Depth: 1, IsExpected: true, new Ledger(bytes.Length), Start: 0);
        var found = new ReadingBuilder(name);
        try
        {
            new ContentScanner(scan).Scan(slice, found);
        }
        finally
        {
            reading.Add(found.ToReading());
        }
    }
}
