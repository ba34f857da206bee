using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Compressed;
using SafeLoad.Sharding;
using SafeLoad.Sharding.Dcp;

namespace SafeLoad.Opening;

/// <summary>What is to be opened of a folder, told from the names in it.</summary>
/// <param name="Kind">What the folder is.</param>
/// <param name="Names">The files to open, in order; for an index the index.</param>
internal sealed record FolderContent(FolderKind Kind, string[] Names)
{
    // The names under which libraries save a model, the likeliest first; an index goes before a single file.
    private static readonly string[] s_indexes = ["model.safetensors.index.json", "pytorch_model.bin.index.json"];
    private static readonly string[] s_singles = ["model.safetensors", "pytorch_model.bin"];
    private static readonly string[] s_parts = ["diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.bin",
        "adapter_model.safetensors", "adapter_model.bin"];

    // What trainers save beside the weights.
    private static readonly string[] s_companions = ["optimizer", "scheduler", "scaler", "sampler", "training_args", "rng_state",
        "random_states", "tokenizer", "tokenizer_config"];

    // The same of trainers that write a file for each process: verl's fsdp_checkpoint_manager.py.
    private static readonly string[] s_companionsOfRanks = ["optim_world_size_", "extra_state_world_size_"];

    /// <summary>Looks into a folder; its sub-folders are not looked into.</summary>
    /// <exception cref="UnsupportedCheckpointException">It holds no checkpoint, or several (SL5001).</exception>
    /// <exception cref="MalformedCheckpointException">It holds numbered files, and some are missing (SL1307).</exception>
    public static FolderContent Of(string folder)
    {
        string[] names = FolderFiles.Of(folder);
        var all = new HashSet<string>(names, StringComparer.Ordinal);
        if (all.Contains(".metadata")) return new(FolderKind.Dcp, [".metadata"]);
        if (Index(folder, names, all) is { } index) return new(FolderKind.Index, [index]);
        if (Array.Find(s_singles, all.Contains) is { } single) return new(FolderKind.Single, [single]);
        if (DeepSpeedFolder.Find(folder, names) is { } zero) return new(FolderKind.DeepSpeed, [zero]);
        if (Consolidated(folder, names) is { } consolidated) return new(FolderKind.Single, [consolidated]);
        if (Array.Find(s_parts, all.Contains) is { } part) return new(FolderKind.Single, [part]);
        if (UnpackedArchive.IsAt(folder)) return new(FolderKind.Unpacked, [UnpackedArchive.PickleName]);
        string[] weights = [.. names.Where(IsWeights)];
        // A file for each process and part of the model, each with pieces of tensors: all of them are read.
        if (weights.Length > 0 && Array.TrueForAll(weights, static name => SavedOffsets.ShardOf(name) > 0))
            return new(FolderKind.Chunks, weights);
        if (Chunks(folder, weights) is { } chunks) return new(FolderKind.Chunks, chunks);
        if (weights.Length == 1) return new(FolderKind.Single, weights);
        throw weights.Length == 0
            ? Problems.UnclearFolder("the folder holds no file that is named like weights" + (names.Length == 0 ? "" : "; it holds"), names,
                "name the file that is to be opened", folder)
            : Problems.UnclearFolder("the folder holds several files of weights that do not belong together by their names", weights,
                "name the one that is to be opened", folder);
    }

    private static string? Index(string folder, string[] names, HashSet<string> all)
    {
        if (Array.Find(s_indexes, all.Contains) is { } known) return known;
        string[] others = Array.FindAll(names, ShardIndexFile.IsNamedLike);
        return others.Length > 1
            ? throw Problems.UnclearFolder(
                "the folder holds several indexes of shards", others, "name the one that is to be opened", folder)
            : others.FirstOrDefault();
    }

    // consolidated.00.pth and its like. Several of them are no pieces of one dict: each holds a slice of every tensor,
    // for as many processes.
    private static string? Consolidated(string folder, string[] names)
    {
        string[] files = Array.FindAll(names, static name => name.StartsWith("consolidated.", StringComparison.Ordinal)
            && name.EndsWith(".pth", StringComparison.Ordinal));
        return files.Length > 1
            ? throw Problems.UnclearFolder(
                "each of several consolidated files holds a slice of every tensor, one file for each process, and "
                + "how they were cut is not written down", files, "name the one that is to be opened", folder)
            : files.FirstOrDefault();
    }

    private static bool IsWeights(string name)
    {
        int dot = name.LastIndexOf('.');
        if (dot <= 0 || !FormatTable.Says(name, EndingUse.Opened)) return false;
        string stem = name[..dot].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('_');
        return !s_companions.Contains(stem, StringComparer.OrdinalIgnoreCase)
            && !Array.Exists(s_companionsOfRanks, start => name.StartsWith(start, StringComparison.Ordinal));
    }

    private static string[]? Chunks(string folder, string[] weights)
    {
        var sets = new Dictionary<(string, string, ChunkPattern, int), List<(ChunkName Chunk, string Name)>>();
        foreach (string name in weights)
        {
            if (ChunkName.Parse(name) is not { } chunk) continue;
            if (!sets.TryGetValue(chunk.Set, out var set)) sets.Add(chunk.Set, set = []);
            set.Add((chunk, name));
        }
        // One numbered file alone is a set only if its name says how many there are.
        var several = sets.Where(static set => set.Value.Count > 1 || set.Key.Item3 == ChunkPattern.Of).ToList();
        if (several.Count != 1 || several[0].Value.Count != weights.Length) return null;
        List<(ChunkName Chunk, string Name)> chunks = several[0].Value;
        chunks.Sort(static (a, b) => a.Chunk.Number != b.Chunk.Number ? a.Chunk.Number.CompareTo(b.Chunk.Number)
            : string.CompareOrdinal(a.Name, b.Name));
        CheckNumbers(folder, chunks);
        return [.. chunks.Select(static chunk => chunk.Name)];
    }

    private static void CheckNumbers(string folder, List<(ChunkName Chunk, string Name)> chunks)
    {
        ChunkName first = chunks[0].Chunk;
        var at = new CheckpointLocation(folder);
        int expected = first.Pattern == ChunkPattern.Of || (first.Number == 1 && first.Pattern != ChunkPattern.Rank) ? 1
            : 0, last = first.Pattern == ChunkPattern.Of ? first.Total
            : chunks[^1].Chunk.Number;
        int wrong = chunks.FindIndex(chunk => chunk.Chunk.Number < expected || chunk.Chunk.Number > last);
        if (wrong >= 0) throw Problems.ShardConflict($"numbers go from {expected} to {last}", (string[])[chunks[wrong].Name], at);
        for (int i = 1; i < chunks.Count; i++)
        {
            if (chunks[i].Chunk.Number == chunks[i - 1].Chunk.Number)
                throw Problems.ShardConflict("two files have one number", (string[])[chunks[i - 1].Name, chunks[i].Name], at);
        }
        int missing = last - expected + 1 - chunks.Count;
        if (missing == 0) return;
        var numbers = new List<int>();
        int next = 0;
        // A name can say that there are 999,999,999; a few are enough.
        for (int number = expected; number <= last && numbers.Count < 10; number++)
        {
            if (next < chunks.Count && chunks[next].Chunk.Number == number) next++;
            else numbers.Add(number);
        }
        throw Problems.ShardNumbersMissing(first.Stem.Length == 0 ? "rank" : first.Stem, missing, last - expected + 1, numbers, at);
    }
}
