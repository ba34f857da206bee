namespace SafeLoad.IO.Output;

/// <summary>
/// A file that appears as a whole or not at all: written under a temporary name in the target's own folder, flushed to the disk, and
/// renamed. Whatever happens before <see cref="Commit()"/>, the old file stays and nothing is left behind.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    // With what stands around them, and four bytes a character, no more than file systems allow for one name.
    private const int NameCharacters = 50;

    private readonly bool _overwrite;
    private readonly string _temporary;
    private readonly DiskStream _stream;
    private bool _isComplete, _isDone;
    private string? _old;

    private AtomicFile(string path, bool overwrite)
    {
        TargetPath = Path.GetFullPath(path);
        _overwrite = overwrite;
        string name = Path.GetFileName(TargetPath);
        if (name.Length > NameCharacters)
            name = name[..(char.IsHighSurrogate(name[NameCharacters - 1]) ? NameCharacters - 1 : NameCharacters)];
        _temporary = Path.Combine(Path.GetDirectoryName(TargetPath)!, $".{name}.{Path.GetRandomFileName()}.tmp");
        _stream = new DiskStream(_temporary, TargetPath);
    }

    /// <summary>The path that the file will have.</summary>
    public string TargetPath { get; }

    /// <summary>Where to write, from front to back. Disposed with the file.</summary>
    public Stream Stream => _stream;

    /// <summary>Begins a file.</summary>
    /// <param name="path">The path that it will have; its folder must exist.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or the folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static AtomicFile Create(string path, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new IOException($"{path} is a folder.");
        if (!overwrite && File.Exists(path)) throw new IOException($"{path} exists; it is replaced only where that is asked for.");
        return new AtomicFile(path, overwrite);
    }

    /// <summary>Flushes everything to the disk, still under the temporary name:
    /// of several files that belong together all are complete before one is committed.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Complete()
    {
        if (_isComplete) return;
        _stream.Flush(toDisk: true);
        _stream.Dispose();
        _isComplete = true;
    }

    /// <summary>Flushes everything to the disk, unless that is done, and gives the file its name.</summary>
    /// <exception cref="IOException">The disk is full, or the file has come to exist and may not be replaced.</exception>
    public void Commit() => Commit(keepsOld: false);

    /// <summary>As <see cref="Commit()"/>; a file that is replaced can stay beside it until <see cref="DeleteOld"/>.</summary>
    internal void Commit(bool keepsOld)
    {
        Complete();
        if (keepsOld && _overwrite && File.Exists(TargetPath))
        {
            string old = _temporary[..^".tmp".Length] + ".old";
            // A second name for the old file, and then the new file takes the first one: at no time is there none.
            File.Replace(_temporary, TargetPath, old);
            _old = old;
        }
        else File.Move(_temporary, TargetPath, _overwrite);
        _isDone = true;
    }

    /// <summary>Takes a commit back: the old file is there again, or none where there was none.</summary>
    /// <returns>What is left if that cannot be done; null if it is.</returns>
    internal string? Revert()
    {
        try
        {
            if (_old is not null) File.Move(_old, TargetPath, overwrite: true);
            else File.Delete(TargetPath);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return _old is null ? TargetPath : $"{TargetPath} (the old one is {_old})";
        }
    }

    /// <summary>Lets go of the file that was replaced.</summary>
    internal void DeleteOld()
    {
        try
        {
            if (_old is not null) File.Delete(_old);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // All new files are in place: that an old one stays, under a name that nothing looks for,
            // is no reason to say that they are not.
        }
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        // What is still in a buffer may not fit the disk either; that must not keep the file from being removed.
        _stream.Abandon();
        if (_isDone) return;
        try
        {
            File.Delete(_temporary);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The folder may have been locked or lost meanwhile. Why the file was not written is what is to be told.
        }
    }
}
