using SafeLoad.Diagnostics;
using SafeLoad.Formats.Compressed;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Sharding;
using SafeLoad.Sharding.Dcp;

namespace SafeLoad.Opening;

/// <summary>Opens what consists of several files: an index with its shards, a folder, a list of files.</summary>
internal static class ShardedLoader
{
    /// <summary>Whether a path is for this loader: a folder, the index of a sharded model,
    /// or the pickle of an archive that was unpacked.</summary>
    public static bool Handles(string path) =>
        path is { Length: > 0 }
        && (ShardIndexFile.IsNamedLike(path) || Directory.Exists(path) || UnpackedArchive.FolderOf(path) is not null);

    /// <summary>Opens a folder or an index.</summary>
    public static OpenedSet Open(string path, CheckpointOptions options)
    {
        if (!Directory.Exists(path))
            return UnpackedArchive.FolderOf(path) is { } around ? OpenUnpacked(around, options) : OpenIndex(path, options);
        FolderContent content = FolderContent.Of(path);
        return content.Kind switch
        {
            FolderKind.Dcp => OpenDcp(path, options),
            FolderKind.DeepSpeed => Open(path, options, (group, budget) => DeepSpeedFolder.Load(content.Names[0], group, budget, options)),
            FolderKind.Index => OpenIndex(Path.Combine(path, content.Names[0]), options),
            FolderKind.Single => OpenSingle(path, content.Names[0], options),
            FolderKind.Unpacked => OpenUnpacked(path, options),
            _ => OpenFiles([.. content.Names.Select(name => Path.Combine(path, name))], path, options),
        };
    }

    /// <summary>Opens files in the order given and merges their dicts.</summary>
    public static OpenedSet OpenFiles(IReadOnlyList<string> paths, string name, CheckpointOptions options) =>
        Open(name, options, (group, budget) =>
    {
        List<Shard> shards = ShardFiles.Open(group, paths, budget, options);
        var at = new CheckpointLocation(name);
        return OffsetMerger.Handles(shards) ? OffsetMerger.Merge(shards, budget, at)
            : RankMerger.Handles(shards) ? RankMerger.Merge(shards, budget, at) : ShardMerger.Merge(shards, budget, at);
    });

    private static OpenedSet OpenIndex(string path, CheckpointOptions options) => Open(path, options, (group, budget) =>
    {
        ShardIndexFile index;
        using (var source = new FileByteSource(path))
        {
            index = ShardIndexFile.Read(source, budget);
            // The names are in the index, and later in the state dict once more.
            budget.ChargePickle(source.Length, new CheckpointLocation(path));
        }
        group.AddRead(path);
        return IndexedShards.Load(path, index, group, budget, options);
    });

    private static OpenedSet OpenDcp(string folder, CheckpointOptions options) =>
        Open(folder, options, (group, budget) => DcpLoader.Load(folder, group, budget, options));

    private static OpenedSet OpenSingle(string folder, string name, CheckpointOptions options) =>
        OpenOne(new FileByteSource(Path.Combine(folder, name)), $"opened {Printable.Escape(name)} of the folder", options);

    private static OpenedSet OpenUnpacked(string folder, CheckpointOptions options)
    {
        if (options.ExpectedSha256 is not null)
            throw new ArgumentException("One SHA-256 is for a single file; this archive was unpacked into several.", nameof(options));
        return OpenOne(UnpackedArchive.Open(folder), "opened the folder as the archive that was unpacked into it", options);
    }

    private static OpenedSet OpenOne(ByteSource source, string note, CheckpointOptions options)
    {
        var owned = new OwnedByteSource(source, owns: true);
        try
        {
            if (options.ExpectedSha256 is { } expected) SourceHash.Check(owned, expected);
            LoadedCheckpoint loaded = CheckpointLoader.Load(owned, options);
            return new OpenedSet(owned, loaded with { Notes = [note, .. loaded.Notes] });
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    private static OpenedSet Open(string name, CheckpointOptions options, Func<SourceGroup, Budget, LoadedCheckpoint> load)
    {
        if (options.ExpectedSha256 is not null)
            throw new ArgumentException("One SHA-256 is for a single file; this checkpoint consists of several.", nameof(options));
        var group = new SourceGroup(name);
        try
        {
            return new OpenedSet(group, load(group, new Budget(options.Limits)));
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }
}
