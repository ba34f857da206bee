using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Sharding;
using SafeLoad.Sharding.DeepSpeed;

namespace SafeLoad.Opening;

/// <summary>A folder of a DeepSpeed checkpoint: the one that has the files, or one whose file <c>latest</c> names it.</summary>
internal static class DeepSpeedFolder
{
    private const string Latest = "latest";

    private const int LongestTag = 255;

    /// <summary>The folder with the files; null where there is none.</summary>
    /// <param name="folder">Where it is looked for.</param>
    /// <param name="names">The files in that folder.</param>
    public static string? Find(string folder, string[] names)
    {
        if (ZeroFiles.AreIn(names)) return folder;
        if (!names.Contains(Latest, StringComparer.Ordinal)) return null;
        string tag, inner;
        using (var latest = new FileByteSource(Path.Combine(folder, Latest)))
        {
            if (latest.Length > LongestTag) return null;
            byte[] text = new byte[latest.Length];
            latest.ReadExactly(0, text);
            tag = Encoding.UTF8.GetString(text).Trim();
            inner = Path.Combine(folder, tag);
        }
        return ShardFileName.IsBare(tag) && Directory.Exists(inner) && ZeroFiles.AreIn(FolderFiles.Of(inner)) ? inner : null;
    }

    /// <summary>Opens the files within one budget, and joins them.</summary>
    public static LoadedCheckpoint Load(string folder, SourceGroup group, Budget budget, CheckpointOptions options)
    {
        var at = new CheckpointLocation(folder);
        ZeroFiles files = ZeroFiles.Of(FolderFiles.Of(folder), at);
        var opened = new List<ZeroFile>();
        foreach (string name in files.All)
        {
            string path = Path.Combine(folder, name);
            var context = new LoadContext(budget, options) { Sets = LoadContext.SetsOf(options) | AllowedSets.DeepSpeed };
            opened.Add(new ZeroFile(name, path, CheckpointLoader.Load(group.Open(path), context), budget));
        }
        return ZeroMerger.Merge(files, opened, budget, at);
    }
}
