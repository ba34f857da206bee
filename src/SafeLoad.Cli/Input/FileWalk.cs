using System.IO.Enumeration;
using SafeLoad.Cli.Commands;

namespace SafeLoad.Cli.Input;

/// <summary>The files of a folder in the ordinal order of their paths, found while they are asked for:
/// no more than the names of the folders that are open is in memory.</summary>
/// <remarks>Links to folders are not followed: two links to their own folder would give 2^40 paths.
/// One that leads out of the folder stands in the list itself, so that nobody takes what lies behind it for scanned; one that stays inside
/// is left out, because its target is walked anyway.</remarks>
internal static class FileWalk
{
    /// <summary>The files below a folder.</summary>
    /// <param name="root">The folder; empty for the current one.</param>
    /// <param name="enters">Whether to look into a folder, by its path below the root.</param>
    /// <param name="takes">Whether to give a file, by its path below the root.</param>
    /// <returns>The files; folders that cannot be read stand among them.</returns>
    public static IEnumerable<InputFile> Files(string root, Predicate<string> enters, Predicate<string> takes)
    {
        var open = new Stack<Folder>();
        if (Open("", null) is { } problem) yield return problem;
        while (open.TryPeek(out Folder? folder))
        {
            if (folder.Next == folder.Keys.Length)
            {
                open.Pop();
                continue;
            }
            string key = folder.Keys[folder.Next++], path = folder.Path + key;
            if (key.EndsWith('/'))
            {
                if (enters(path[..^1]) && Open(path, folder.Cache) is { } unreadable) yield return unreadable;
            }
            else if (takes(path) && folder.Cache?.Skips(Path.Join(root, path)) != true)
                yield return new InputFile(Path.Join(root, path), ProblemOf(root, path), Root: root);
        }

        // A folder's key is its name with a slash: sorted by keys, the names are in the order of the paths that begin with them.
        InputFile? Open(string path, HubCache? cache)
        {
            string folder = root.Length + path.Length == 0 ? "." : Path.Join(root, path);
            try
            {
                string[] keys = Names(root, folder);
                cache = HubCache.Find(folder, keys, inner => enters(path + inner), inner => takes(path + inner)) ?? cache;
                open.Push(new Folder(path, keys, cache));
                return null;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                return new InputFile(folder.Length > 1 ? folder.TrimEnd('/') : folder, problem.Message.ReplaceLineEndings(" "));
            }
        }
    }

    private static string[] Names(string root, string folder)
    {
        string[] keys = [.. new FileSystemEnumerable<string>(folder, static (ref FileSystemEntry entry) => entry.IsDirectory
            && !IsLink(ref entry) ? $"{entry.FileName}/" : entry.FileName.ToString(),
            new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate =
                (ref FileSystemEntry entry) => !entry.IsDirectory || !IsLink(ref entry) || !StaysIn(root, entry.ToFullPath()),
        }];
        Array.Sort(keys, StringComparer.Ordinal);
        return keys;
    }

    // Only links to folders are folders here.
    private static string? ProblemOf(string root, string path) =>
        Directory.Exists(Path.Join(root, path)) ? "a link to a folder outside of the one that is scanned; it is not followed" : null;

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

    private static bool StaysIn(string root, string link)
    {
        string folder = root.Length == 0 ? "." : root;
        string inside = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder);
        string target = Directory.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName ?? link;
        string relative = Path.GetRelativePath(inside, target);
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && !Path.IsPathRooted(relative);
    }

    private sealed class Folder(string path, string[] keys, HubCache? cache)
    {
        /// <summary>The cache of a model hub that this folder is, or stands in; null if there is none.</summary>
        public HubCache? Cache => cache;

        public string Path => path;

        public string[] Keys => keys;

        public int Next { get; set; }
    }
}
