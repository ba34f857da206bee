namespace SafeLoad.IO.Output;

/// <summary>A new file, written from front to back, whose errors are all <see cref="IOException"/>.</summary>
/// <param name="path">Its path; no such file exists.</param>
/// <param name="called">What an error calls it.</param>
/// <remarks>.NET has an ArgumentOutOfRangeException for a file that is larger than its file system allows (FAT: 4 GiB),
/// and for a limit that the system sets.</remarks>
internal sealed class DiskStream(string path, string called) : WriteOnlyStream
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);

    public override long Length => _file.Length;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _file.Write(buffer);
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw TooLarge(problem);
        }
        catch (IOException problem)
        {
            throw Called(problem);
        }
    }

    public override void Flush() => Flush(toDisk: false);

    /// <summary>Hands everything on, if asked for as far as the disk.</summary>
    public void Flush(bool toDisk)
    {
        try
        {
            _file.Flush(toDisk);
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw TooLarge(problem);
        }
        catch (IOException problem)
        {
            throw Called(problem);
        }
    }

    /// <summary>Closes the file, whose bytes do not matter any more: what cannot be written is lost.</summary>
    public void Abandon()
    {
        try
        {
            _file.Dispose();
        }
        catch (Exception problem) when (problem is IOException or ArgumentOutOfRangeException or UnauthorizedAccessException)
        {
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    // The system's message has the name that the file has for now, which nobody knows.
    private IOException Called(IOException problem) => new(problem.Message.Replace(path, called, StringComparison.Ordinal), problem);

    private IOException TooLarge(Exception problem) =>
        new($"{called} is too large for the file system, or for a limit of the system.", problem);
}
