using SafeLoad.Diagnostics;
using SafeLoad.Scanning.Findings;
using SafeLoad.Sharding;

namespace SafeLoad.Scanning;

/// <summary>Compares the index of a sharded model (<c>*.index.json</c>) with the files beside it.</summary>
/// <remarks>transformers/modeling_utils.py: <c>weight_map</c> gives each tensor the name of the file that holds it.</remarks>
internal static class ShardIndex
{
    private const int MostBytes = 1 << 28, MostNamed = 5;

    /// <summary>Whether a file is named like such an index.</summary>
    public static bool IsIndex(string path) => ShardIndexFile.IsNamedLike(path);

    public static void Check(ScanContext scan, Content content, ReadingBuilder reading, string path)
    {
        if (content.Source.Length > MostBytes)
        {
            reading.NotScanned("an index of more than 256 MiB", content.At);
            return;
        }
        if (Read(content, reading) is not { Files: var shards }) return;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        List<string> outside = [.. shards.Where(static shard => Leaves(shard))];
        List<string> missing = [.. shards.Except(outside).Where(shard => !File.Exists(Path.Combine(folder, shard)))];
        if (outside.Count > 0)
            reading.Add(Finding.OfOther(DiagnosticId.ShardMismatch, Verdict.Suspicious,
                "the index names files outside of its folder: " + List(outside), content.At));
        if (missing.Count > 0)
            reading.Add(Finding.Of(DiagnosticId.ShardMismatch, "the index names shards that are not there: " + List(missing), content.At));
        if (outside.Count == 0 && missing.Count == 0) CompareTensors(scan, content, reading, path);
    }

    // Shards that hold other tensors than the index says make another model than the one that it describes.
    private static void CompareTensors(ScanContext scan, Content content, ReadingBuilder reading, string path)
    {
        try
        {
            LoaderCheck.RunSet(path, scan.Budget.Anew(), reading);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            reading.NotScanned($"what the shards of the index hold ({Printable.Escape(problem.Message)})", content.At);
        }
    }

    private static ShardIndexFile? Read(Content content, ReadingBuilder reading)
    {
        try
        {
            return ShardIndexFile.Read(content.Source, content.At);
        }
        catch (MalformedCheckpointException problem)
        {
            reading.Add(Finding.Of(problem.Id, problem.Problem, content.At));
            return null;
        }
    }

    private static bool Leaves(string shard) =>
        shard.Length == 0 || Path.IsPathRooted(shard) || shard.Contains('\0') || shard.Split('/', '\\').Contains("..");

    private static string List(List<string> names) => ListText.Of(names, MostNamed, static name => Printable.Escape(name, maxLength: 80));
}
