using SafeLoad.Cli.Input;

namespace SafeLoad.Cli.Commands;

/// <summary><c>--include</c> and <c>--exclude</c>: which files of those found are taken.
/// A pattern is compared with the path below the folder that was given, and with the name alone.</summary>
internal sealed class PathFilter(IReadOnlyList<Glob> include, IReadOnlyList<Glob> exclude)
{
    public static PathFilter All { get; } = new([], []);

    public bool Takes(string path) => (include.Count == 0 || Any(include, path)) && !Any(exclude, path);

    /// <summary>Whether to look into a folder; one that is excluded is left out with all that is in it.</summary>
    public bool Enters(string folder) => !Any(exclude, folder);

    private static bool Any(IReadOnlyList<Glob> globs, string path)
    {
        string name = Path.GetFileName(path);
        foreach (Glob glob in globs)
        {
            if (glob.Matches(path) || glob.Matches(name)) return true;
        }
        return false;
    }
}
