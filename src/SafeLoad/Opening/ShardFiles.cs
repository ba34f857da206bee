using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Sharding;
using SafeLoad.Training;
using SafeLoad.Values;

namespace SafeLoad.Opening;

/// <summary>Opens the files that are to be merged, and finds the dict of tensors in each.</summary>
internal static class ShardFiles
{
    /// <summary>Opens files within one budget. An error inside of one names that file.</summary>
    public static List<Shard> Open(SourceGroup group, IReadOnlyList<string> paths, Budget budget, CheckpointOptions options)
    {
        var files = new List<(string Path, LoadedCheckpoint Loaded, string Place)>();
        foreach (string path in paths)
        {
            LoadedCheckpoint loaded = CheckpointLoader.Load(group.Open(path), new LoadContext(budget, options));
            if (loaded.Root.RawReference is not PyDict root)
            {
                throw Problems.UnclearFolder($"a file that is to be merged holds a {loaded.Root.TypeName}, not a dict of tensors",
                    (string[])[Path.GetFileName(path)], "open the files one by one", path);
            }
            files.Add((path, loaded, root.Count == 0 ? "" : PlaceOf(loaded, budget, path)));
        }
        // All dicts of tensors stand at the root, or all under the same key.
        string place = files.Find(static file => ((PyDict)file.Loaded.Root.RawReference!).Count > 0).Place ?? "";
        return files.ConvertAll(file =>
            new Shard(Path.GetFileName(file.Path), file.Loaded, Weights(file.Path, file.Loaded, place, file.Place)));
    }

    private static string PlaceOf(LoadedCheckpoint loaded, Budget budget, string path) =>
        new CheckpointContents(loaded.Root, loaded.Storages, loaded.Unread, () => budget, path).Weights.Key;

    private static PyDict Weights(string path, LoadedCheckpoint loaded, string place, string own)
    {
        var root = (PyDict)loaded.Root.RawReference!;
        if (root.Count == 0 || own.Length + place.Length == 0) return root;
        if (own != place)
        {
            throw Problems.ShardConflict(
                $"the tensors of {Problems.Name(Path.GetFileName(path))} stand under '{Printable.Escape(own)}', those of the files before "
                + "it "
                + $"under '{Printable.Escape(place)}' (empty: at the root), so that they cannot be merged", new CheckpointLocation(path));
        }
        // One level: what stands deeper is no piece of a state dict that somebody cut up.
        return root.TryGetValue(place, out PyValue inner) && inner.RawReference is PyDict dict ? dict : root;
    }
}
