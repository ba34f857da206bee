namespace SafeLoad.Writing;

/// <summary>Tells how many bytes have been written.</summary>
/// <param name="stream">Where they go; stays open.</param>
/// <param name="progress">Who is told.</param>
/// <param name="before">The bytes that were written elsewhere before.</param>
internal sealed class ProgressStream(Stream stream, IProgress<long> progress, long before = 0) : Stream
{
    private long _written = before;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => stream.Length;
    public override long Position { get => stream.Position; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        stream.Write(buffer);
        progress.Report(_written += buffer.Length);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => stream.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
