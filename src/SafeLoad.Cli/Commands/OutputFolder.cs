namespace SafeLoad.Cli.Commands;

/// <summary>The folder of a file that is to be written: made where it is missing,
/// and taken away again unless something was written into it.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly List<string> _made = [];
    private bool _isKept;

    /// <param name="path">The path of the file.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public OutputFolder(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        for (string? missing = folder; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
            _made.Add(missing);
        if (_made.Count > 0) Directory.CreateDirectory(folder!);
    }

    /// <summary>The folder stays.</summary>
    public void Keep() => _isKept = true;

    /// <summary>Takes away what was made, the innermost folder first.</summary>
    public void Dispose()
    {
        if (_isKept) return;
        try
        {
            foreach (string folder in _made) Directory.Delete(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Somebody has put something there meanwhile. Why nothing was written is what is to be told.
        }
    }
}
