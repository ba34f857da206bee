using SafeLoad.Cli.Commands;

namespace SafeLoad.Cli.Input;

/// <summary>What the paths on a command line stand for: files, the files of folders, and the files that a pattern matches.</summary>
internal static class InputFiles
{
    public static IEnumerable<InputFile> Of(string path, PathFilter filter)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            return [new InputFile(path, "no path can be empty or hold a NUL")];
        if (Directory.Exists(path)) return FileWalk.Files(path, filter.Enters, filter.Takes);
        if (Glob.IsPattern(path) && !Path.Exists(path)) return Expand(path, filter);
        return filter.Takes(path) ? [new InputFile(path)] : [];
    }

    private static IEnumerable<InputFile> Expand(string pattern, PathFilter filter)
    {
        int slash = pattern.LastIndexOf('/', pattern.AsSpan().IndexOfAny("*?["));
        string root = slash == 0 ? "/" : pattern[..Math.Max(slash, 0)], rest = pattern[(slash + 1)..].TrimEnd('/');
        // A folder that matches is given with all that is in it.
        Glob self = new(rest), below = new(rest + "/**");
        bool isMatched = false, isFolder = root.Length == 0 || Directory.Exists(root);
        foreach (InputFile file in isFolder ? FileWalk.Files(root, folder => below.CanMatchIn(folder) && filter.Enters(folder), Takes) : [])
        {
            isMatched |= file.Problem is not null;
            yield return file;
        }
        if (!isMatched) yield return new InputFile(pattern, "no file has this name, and none matches it as a pattern");

        bool Takes(string file)
        {
            if (!self.Matches(file) && !below.Matches(file)) return false;
            isMatched = true;
            return filter.Takes(file);
        }
    }
}
