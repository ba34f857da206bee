using System.IO.Enumeration;

namespace SafeLoad.Cli.Commands;

/// <summary>The files of a folder, in ordinal order.</summary>
internal static class FileWalk
{
    /// <summary>The files under a path; the path itself, if it is no folder.</summary>
    /// <remarks>Links to folders are not followed: two links to their own folder would give 2^40 paths. One that leads out of the folder stands in
    /// the list itself, so that nobody takes what lies behind it for scanned; one that stays inside is left out, because its target is walked anyway.</remarks>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IReadOnlyList<string> Expand(string path)
    {
        if (!Directory.Exists(path)) return [path];
        string root = Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 };
        var files = new FileSystemEnumerable<string>(path, static (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), options)
        {
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !IsLink(ref entry),
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory || (IsLink(ref entry) && !StaysIn(root, entry.ToFullPath())),
        };
        return [.. files.Order(StringComparer.Ordinal)];
    }

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

    private static bool StaysIn(string root, string link)
    {
        string target = Directory.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName ?? link;
        string relative = Path.GetRelativePath(root, target);
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }
}
