namespace SafeLoad.Cli.Input;

/// <summary>Paths without links in them, so that two names of one file are one.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>The full path with all links resolved, as far as the file system tells; what does not exist keeps its name.</summary>
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path), done = Path.GetPathRoot(full) ?? "";
        var left = new Stack<string>(Parts(full[done.Length..]));
        int links = 0;
        while (left.TryPop(out string? part))
        {
            done = part == ".." ? Path.GetDirectoryName(done) ?? done : Path.Combine(done, part);
            if (new FileInfo(done).LinkTarget is not { } target || ++links > MostLinks) continue;
            string folder = Path.GetDirectoryName(done) ?? done, root = Path.GetPathRoot(target) ?? "";
            foreach (string step in Parts(target[root.Length..])) left.Push(step);
            done = root.Length > 0 ? root : folder;
        }
        return done;
    }

    // Last first.
    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(static part => part != ".").Reverse();
}
