using System.IO.Enumeration;

namespace SafeLoad.Cli.Input;

/// <summary>A model hub's cache of one repository: <c>blobs</c> with the files under their hashes,
/// and <c>snapshots</c> with a folder of links to them for
/// each revision. Every blob is scanned once, under the first name that a snapshot gives it.</summary>
internal sealed class HubCache
{
    private const string Blobs = "blobs/", Snapshots = "snapshots/";

    private readonly string _blobs;
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    private HubCache(string folder) => _blobs = Path.GetFullPath(Path.Join(folder, Blobs));

    /// <summary>The cache that a folder is; null if it is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="keys">What it holds; folders end in a slash.</param>
    /// <param name="enters">Whether the walk enters a folder below this one, by its path from here.</param>
    /// <param name="takes">Whether the walk takes a file below this one: a blob counts as named only if its name will be scanned.</param>
    /// <exception cref="IOException">A snapshot cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A snapshot may not be read.</exception>
    public static HubCache? Find(string folder, string[] keys, Predicate<string> enters, Predicate<string> takes)
    {
        if (!keys.Contains(Blobs) || !keys.Contains(Snapshots) || !enters(Snapshots[..^1])) return null;
        var cache = new HubCache(folder);
        string root = Path.GetFullPath(folder);
        var files = new FileSystemEnumerable<string>(Path.Join(folder, Snapshots), static (ref FileSystemEntry entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 })
        {
            // As the walk does: links to folders are not followed.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0
                && enters(Path.GetRelativePath(root, entry.ToFullPath())),
            ShouldIncludePredicate =
                static (ref FileSystemEntry entry) => !entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) != 0,
        };
        foreach (string file in files)
        {
            if (takes(Path.GetRelativePath(root, file)) && cache.BlobOf(file) is { } blob) cache._linked.Add(blob);
        }
        return cache;
    }

    /// <summary>Whether a file, known to be empty, is one of a cache's own marks: that a file is not in the repository,
    /// or that somebody works on it.</summary>
    public static bool IsMarker(string path) =>
        path.EndsWith(".lock", StringComparison.Ordinal) || path.Contains("/.no_exist/", StringComparison.Ordinal);

    /// <summary>Whether a file of the cache need not be scanned: a blob that a snapshot names,
    /// or one that was given under another name already.</summary>
    public bool Skips(string path)
    {
        string full = Path.GetFullPath(path);
        return full.StartsWith(_blobs, StringComparison.Ordinal) ? _linked.Contains(full) : BlobOf(full) is { } blob && !_given.Add(blob);
    }

    // Links out of the cache are none of its own: what they lead to is scanned wherever it stands.
    private string? BlobOf(string file)
    {
        if (new FileInfo(file).LinkTarget is not { } link) return null;
        string target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, link));
        return target.StartsWith(_blobs, StringComparison.Ordinal) && File.Exists(target) ? target : null;
    }
}
