namespace SafeLoad.Opening;

/// <summary>The files of a folder; its sub-folders are not looked into.</summary>
internal static class FolderFiles
{
    /// <summary>Their names, sorted.</summary>
    public static string[] Of(string folder)
    {
        string[] names = [.. Directory.EnumerateFiles(folder).Select(static path => Path.GetFileName(path))];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
