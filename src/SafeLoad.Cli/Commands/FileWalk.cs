namespace SafeLoad.Cli.Commands;

/// <summary>The files of a folder, in ordinal order.</summary>
internal static class FileWalk
{
    public static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path)) return [path];
        var files = Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 });
        return files.Order(StringComparer.Ordinal);
    }
}
