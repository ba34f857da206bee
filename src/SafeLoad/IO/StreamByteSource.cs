namespace SafeLoad.IO;

/// <summary>A stream that can seek, read under a lock. Offsets count from where the stream stood when the source was made.</summary>
internal sealed class StreamByteSource(Stream stream, string? name, bool leaveOpen) : ByteSource
{
    private readonly object _gate = new();
    private readonly long _start = stream.Position;
    private bool _disposed;

    public override long Length { get; } = stream.Length - stream.Position;

    public override string? Name { get; } = name;

    public override int Read(long offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_gate)
        {
            stream.Position = _start + offset;
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (_disposed) return;
        _disposed = true;
        if (!leaveOpen) stream.Dispose();
    }
}
