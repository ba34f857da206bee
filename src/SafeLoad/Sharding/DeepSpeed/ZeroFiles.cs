using System.Globalization;
using SafeLoad.Diagnostics;

namespace SafeLoad.Sharding.DeepSpeed;

/// <summary>The files of a DeepSpeed checkpoint by what they hold, in the order of their processes' numbers.</summary>
/// <param name="Models">The model: one file, or with stage 3 one of each process.</param>
/// <param name="Optimizers">The parts of the optimizer, one of each process; none where only the model was saved.</param>
/// <param name="Experts">The experts.</param>
internal sealed record ZeroFiles(string[] Models, string[] Optimizers, string[] Experts)
{
    private const int MostNamed = 10;

    /// <summary>Whether any of some names is one of a DeepSpeed checkpoint.</summary>
    public static bool AreIn(IEnumerable<string> names) =>
        names.Any(static name => ZeroFileName.Parse(name) is { Kind: ZeroFileKind.Model or ZeroFileKind.ModelOfRank });

    /// <summary>All files, in the order in which they are read.</summary>
    public IEnumerable<string> All => [.. Models, .. Optimizers, .. Experts];

    /// <summary>Sorts the names of a folder.</summary>
    /// <exception cref="MalformedCheckpointException">Numbers are missing among them (SL1307).</exception>
    /// <exception cref="UnsupportedCheckpointException">The model itself is cut over processes (SL5001).</exception>
    public static ZeroFiles Of(IEnumerable<string> names, CheckpointLocation at)
    {
        var files =
            names.Select(static name => (Name: name, Parsed: ZeroFileName.Parse(name))).Where(static file => file.Parsed is not null)
            .Select(static file => (file.Name, Parsed: file.Parsed!.Value)).ToLookup(static file => file.Parsed.Kind);
        if (files[ZeroFileKind.Layer].Any())
            throw Problems.UnsupportedZero("it is that of a pipeline, whose layers are named by their places only; DeepSpeed's "
                + "ds_to_universal.py, or a save without the pipeline, gives names", at);
        var cut = files.SelectMany(static kind => kind).Select(static file => file.Parsed.ModelRank).Distinct().ToArray();
        if (cut.Length > 1)
            throw Problems.UnsupportedZero(
                FormattableString.Invariant($"its model is cut over {cut.Length:N0} processes (tensor parallel), ")
                + "and how is not in its files", at);
        var ranks = files[ZeroFileKind.ModelOfRank].OrderBy(static file => file.Parsed.Rank).ToArray();
        var models = files[ZeroFileKind.Model].ToArray();
        if (ranks.Length > 0 && models.Length > 0)
            throw Problems.ShardConflict("the folder has the model of one process and of several",
                (string[])[models[0].Name, ranks[0].Name], at);
        var optimizers = files[ZeroFileKind.Optimizer].OrderBy(static file => file.Parsed.Rank).ToArray();
        CheckNumbers(ranks, at);
        CheckNumbers(optimizers, at);
        return new ZeroFiles([.. models.Concat(ranks).Select(static file => file.Name)], [.. optimizers.Select(static file => file.Name)],
            [.. files[ZeroFileKind.Expert].Select(static file => file.Name).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The names that a number of files would have and that are not there.</summary>
    public static MalformedCheckpointException Missing(string[] names, long count, CheckpointLocation at)
    {
        string[] missing = [.. Enumerable.Range(names.Length, (int)Math.Min(MostNamed, count - names.Length))
            .Select(rank => With(names[0], rank))];
        return Problems.ZeroFilesMissing(count, count - names.Length, missing, at);
    }

    private static void CheckNumbers((string Name, ZeroFileName Parsed)[] files, CheckpointLocation at)
    {
        for (int i = 0; i < files.Length; i++)
        {
            int rank = files[i].Parsed.Rank;
            if (i > 0 && rank == files[i - 1].Parsed.Rank)
                throw Problems.ShardConflict("two files have one number", (string[])[files[i - 1].Name, files[i].Name], at);
            if (rank == i) continue;
            int last = files[^1].Parsed.Rank;
            string[] missing = [.. Enumerable.Range(i, Math.Min(MostNamed, rank - i)).Select(number => With(files[i].Name, number))];
            throw Problems.ZeroFilesMissing(last + 1L, last + 1L - files.Length, missing, at);
        }
    }

    private static string With(string name, int rank)
    {
        const string before = "pp_rank_";
        int start = name.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return name[..start] + rank.ToString(CultureInfo.InvariantCulture) + name[name.IndexOf('_', start)..];
    }
}
