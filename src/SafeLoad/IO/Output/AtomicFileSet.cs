using SafeLoad.Diagnostics;

namespace SafeLoad.IO.Output;

/// <summary>
/// Files that belong together and get their names together: all are written and safe on the disk before the first is renamed,
/// and if one cannot be, those before it give their names back to the old files.
/// </summary>
internal sealed class AtomicFileSet : IDisposable
{
    private readonly List<AtomicFile> _files = [];

    /// <summary>Begins a file of the set.</summary>
    /// <inheritdoc cref="AtomicFile.Create"/>
    public AtomicFile Create(string path, bool overwrite)
    {
        AtomicFile file = AtomicFile.Create(path, overwrite);
        _files.Add(file);
        return file;
    }

    /// <summary>Flushes all files to the disk and gives them their names.</summary>
    /// <exception cref="IOException">The disk is full, or a file cannot be renamed; then all is as it was,
    /// or the message names what is not.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Commit()
    {
        foreach (AtomicFile file in _files) file.Complete();
        int done = 0;
        try
        {
            // One file alone needs no way back: it is renamed or it is not.
            for (; done < _files.Count; done++) _files[done].Commit(keepsOld: _files.Count > 1);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            string[] left = [.. _files.Take(done).Reverse().Select(static file => file.Revert()).OfType<string>()];
            if (left.Length == 0) throw;
            throw new IOException($"{problem.Message} Of the files that belong together some were in place already, and could not be "
                + $"taken back: {ListText.Of(left)}", problem);
        }
        foreach (AtomicFile file in _files) file.DeleteOld();
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        foreach (AtomicFile file in _files) file.Dispose();
    }
}
