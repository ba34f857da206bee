using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Sharding;

/// <summary>Makes one checkpoint of several files' dicts.</summary>
internal static class ShardMerger
{
    /// <summary>Merges the dicts in the order of the files. No key may occur twice.</summary>
    public static LoadedCheckpoint Merge(IReadOnlyList<Shard> shards, Budget budget, CheckpointLocation at)
    {
        var root = new PyDict(PyDict.OrderedDictType);
        int total = shards.Sum(static shard => shard.Weights.Count);
        var pairs = new PyValue[total * 2];
        var owners = new int[total];
        var index = new PyKeyIndex(total);
        int count = 0;
        for (int i = 0; i < shards.Count; i++)
        {
            foreach (var (key, value) in shards[i].Weights)
            {
                int twin = index.FindOrAdd(key, pairs, count);
                if (twin >= 0)
                    throw Problems.ShardConflict($"{key} is in two files", (string[])[shards[owners[twin]].Name, shards[i].Name], at);
                (pairs[count * 2], pairs[count * 2 + 1], owners[count]) = (key, value, i);
                count++;
                root.Add(key, value);
            }
        }
        return Combine(shards, root, budget, "merged", FirstOf(shards));
    }

    /// <summary>What the files have together, around a root that was made of their values.</summary>
    public static LoadedCheckpoint Combine(IReadOnlyList<Shard> shards, PyDict root, Budget budget, string how,
        IReadOnlyDictionary<string, string> metadata)
    {
        CheckpointFormat format = shards[0].Loaded.Format;
        if (shards.Any(shard => shard.Loaded.Format != format)) format = CheckpointFormat.Other;
        var storages = new List<StorageInfo>();
        foreach (Shard shard in shards) storages.AddRange(shard.Loaded.Storages);
        CheckpointWriterInfo writer = shards[0].Loaded.Writer;
        writer = new CheckpointWriterInfo(FormattableString.Invariant($"{writer.Description}, {shards.Count:N0} ")
            + FormattableString.Invariant($"{(shards.Count == 1 ? "file" : "files")} {how}"), null, writer.Version, writer.ByteOrder);
        (string, string)[] globals = [.. shards.SelectMany(static shard => shard.Loaded.Globals).Distinct()];
        return new LoadedCheckpoint(format, new PyValue(root), storages, globals, Notes(shards), writer) { Budget = budget, Metadata =
            metadata, Unread = [.. shards.SelectMany(static shard => shard.Loaded.Unread)] };
    }

    // A note that all files have is one note, not a hundred.
    private static List<string> Notes(IReadOnlyList<Shard> shards)
    {
        var notes = new List<string>();
        foreach (var same in shards.SelectMany(static shard => shard.Loaded.Notes.Select(note => (Note: note, shard.Name)))
            .GroupBy(static note => note.Note, StringComparer.Ordinal))
        {
            string[] names = [.. same.Select(static note => note.Name)];
            notes.Add(names.Length == shards.Count ? same.Key : $"{same.Key} ({Problems.Names(names)})");
        }
        string[] left = [.. shards.Where(static shard => !ReferenceEquals(shard.Weights, shard.Loaded.Root.RawReference))
            .SelectMany(static shard => ((PyDict)shard.Loaded.Root.RawReference!)
                .Where(entry => !ReferenceEquals(entry.Value.RawReference, shard.Weights)).Select(static entry => entry.Key.ToString()))
            .Distinct(StringComparer.Ordinal)];
        if (left.Length > 0) notes.Add("beside the merged dicts the files hold, and this checkpoint does not: " + ListText.Of(left));
        return notes;
    }

    private static Dictionary<string, string> FirstOf(IReadOnlyList<Shard> shards)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Shard shard in shards)
        {
            foreach (var (key, value) in shard.Loaded.Metadata) metadata.TryAdd(key, value);
        }
        return metadata;
    }
}
