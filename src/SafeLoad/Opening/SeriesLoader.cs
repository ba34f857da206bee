using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Opening;

/// <summary>Several PyTorch zips in one file: the root is a list of what was saved in each.</summary>
/// <remarks><c>torch.save</c> into an open file again and again writes them, and distributed checkpoints have one for each tensor.
/// <c>torch.load</c>
/// sees one of them or none; which one, its readers do not agree on.</remarks>
internal static class SeriesLoader
{
    public static LoadedCheckpoint Load(DetectedFormat file, LoadContext context)
    {
        var root = new PyList();
        var storages = new List<StorageInfo>();
        var globals = new HashSet<(string, string)>();
        foreach (SliceByteSource zip in file.Series!)
        {
            LoadedCheckpoint loaded = context.OpenFile!(zip);
            root.Add(loaded.Root);
            storages.AddRange(loaded.Storages);
            globals.UnionWith(loaded.Globals);
        }
        string what = FormattableString.Invariant($"{file.Series!.Count:N0} checkpoints, one after the other");
        return new LoadedCheckpoint(CheckpointFormat.Dcp, new PyValue(root), storages, [.. globals],
            [what + ": the values of all of them are the items of a list"], new CheckpointWriterInfo(what)) { Budget = context.Budget };
    }
}
