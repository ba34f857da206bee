namespace SafeLoad.Writing;

/// <summary>A new file, written from front to back, whose errors are all <see cref="IOException"/>.</summary>
/// <param name="path">Its path; no such file exists.</param>
/// <param name="called">What an error calls it.</param>
/// <remarks>.NET has an ArgumentOutOfRangeException for a file that is larger than its file system allows (FAT: 4 GiB), and for a limit that the system sets.</remarks>
internal sealed class DiskStream(string path, string called) : Stream
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _file.Length;

    public override long Position { get => _file.Position; set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

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

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private IOException TooLarge(Exception problem) => new($"{called} is too large for the file system, or for a limit of the system.", problem);
}
