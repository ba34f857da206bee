using System.Globalization;
using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Sharding;
using SafeLoad.Values;

namespace SafeLoad.Opening;

/// <summary>The shards that an index names, proven to hold what it says and nothing else.</summary>
internal static class IndexedShards
{
    public static LoadedCheckpoint Load(string path, ShardIndexFile index, SourceGroup group, Budget budget, CheckpointOptions options)
    {
        var at = new CheckpointLocation(path);
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        string[] outside = [.. index.Files.Where(static name => !ShardFileName.IsBare(name))];
        if (outside.Length > 0)
            throw Problems.ShardIndex("the index names files by something else than a file's name alone: " + Problems.Names(outside), at);
        string[] missing = [.. index.Files.Where(name => !File.Exists(Path.Combine(folder, name)))];
        if (missing.Length > 0) throw Problems.ShardsMissing(missing, "the index names shards that are not there", at);

        List<Shard> shards = ShardFiles.Open(group, [.. index.Files.Select(name => Path.Combine(folder, name))], budget, options);
        PyDict root = Gather(index, shards, at);
        LoadedCheckpoint all = ShardMerger.Combine(shards, root, budget, "of " + Printable.Escape(Path.GetFileName(path)), index.Metadata);
        var notes = new List<string>(all.Notes);
        CompareSizes(index, root, all.Storages, notes);
        string[] extra = ChunkName.Unlisted(folder, index.Files);
        if (extra.Length > 0) notes.Add("files beside the index look like shards and are not in it: " + Problems.Names(extra));
        return all with { Notes = notes };
    }

    // In the order of the index. Every name must be where the index says, and no shard may hold another.
    private static PyDict Gather(ShardIndexFile index, List<Shard> shards, CheckpointLocation at)
    {
        var root = new PyDict(PyDict.OrderedDictType);
        var found = new int[shards.Count];
        var absent = new List<string>();
        int accused = -1;
        foreach (var (name, file) in index.Weights)
        {
            PyValue key = PyValue.FromText(name);
            if (shards[file].Weights.TryGetValue(key, out PyValue value))
            {
                root.Add(key, value);
                found[file]++;
            }
            else if (accused < 0 || accused == file)
            {
                accused = file;
                absent.Add(name);
            }
        }
        if (accused >= 0)
            throw Problems.ShardConflict(
                $"{Problems.Name(shards[accused].Name)} does not hold what the index says that it holds", absent, at);
        for (int i = 0; i < shards.Count; i++)
        {
            if (found[i] != shards[i].Weights.Count && found[i] + AddTied(index, shards[i], root) != shards[i].Weights.Count)
                throw Excess(index, shards[i], i, at);
        }
        return root;
    }

    // Other names of a tensor that the index lists: writers of safetensors leave them to the shard's metadata.
    private static int AddTied(ShardIndexFile index, Shard shard, PyDict root)
    {
        int added = 0;
        foreach (var (key, value) in shard.Weights)
        {
            if (value.RawReference is not PyTensor { Info.TiedTo: { } first } || index.FileOf(first) < 0
                || index.FileOf(key.AsString()) >= 0) continue;
            root.Add(key, value);
            added++;
        }
        return added;
    }

    private static MalformedCheckpointException Excess(ShardIndexFile index, Shard shard, int number, CheckpointLocation at)
    {
        var unlisted = new List<string>();
        foreach (var (key, _) in shard.Weights)
        {
            string name = key.Is(PyKind.Str) ? key.AsString() : key.ToString();
            int file = key.Is(PyKind.Str) ? index.FileOf(name) : -1;
            if (file < 0) unlisted.Add(name);
            else if (file != number)
                return Problems.ShardConflict(
                    $"{Problems.Name(shard.Name)} holds {Problems.Name(name)}, which the index gives to another shard",
                    (string[])[index.Files[file]], at);
        }
        return Problems.ShardConflict($"{Problems.Name(shard.Name)} holds what is unlisted: the index does not have it", unlisted, at);
    }

    // total_size is a hint, and often counts shared tensors once more or once less.
    private static void CompareSizes(ShardIndexFile index, PyDict root, IReadOnlyList<StorageInfo> storages, List<string> notes)
    {
        if (!index.Metadata.TryGetValue("total_size", out string? text)) return;
        double tensors = 0, stored = 0;
        foreach (var (_, value) in root)
        {
            if (value.RawReference is PyTensor { Info: { Storage: not null } info }) tensors += info.ByteLength;
        }
        foreach (StorageInfo storage in storages) stored += storage.ByteLength;
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double said);
        if (!isNumber || (said != tensors && said != stored))
            notes.Add(FormattableString.Invariant(
                $"the index says total_size {Printable.Escape(text, 40)}; the tensors have {tensors:N0} bytes"));
    }
}
