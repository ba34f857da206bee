namespace SafeLoad.Cli.Reporting;

/// <summary>
/// What a report can write only at its end, on disk until then: 100,000 files must not add up in memory. The file has no name from the
/// start on, so that a run that is killed leaves nothing behind and a scan of its folder does not find it.
/// </summary>
/// <param name="folder">Where the bytes lie; null for the system's folder for temporary files.</param>
internal sealed class Spool(string? folder = null) : IDisposable
{
    private FileStream? _file;

    public bool IsEmpty => _file is null || _file.Length == 0;

    /// <summary>Where to write. The file is made when this is first asked for.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public Stream Stream => _file ??= Open();

    public void CopyTo(Stream target)
    {
        if (_file is null) return;
        _file.Position = 0;
        _file.CopyTo(target);
    }

    public void Dispose() => _file?.Dispose();

    private FileStream Open()
    {
        try
        {
            string path = folder is null ? Path.GetTempFileName() : Path.Combine(folder, "." + Path.GetRandomFileName());
            var file =
                new FileStream(path, folder is null ? FileMode.Open : FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1 << 16);
            File.Delete(path);
            return file;
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new IOException(problem.Message, problem);
        }
    }
}
