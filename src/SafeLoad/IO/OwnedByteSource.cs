namespace SafeLoad.IO;

/// <summary>The source of an open checkpoint: refuses to read once the checkpoint is disposed, whoever owns the bytes.</summary>
internal sealed class OwnedByteSource(ByteSource inner, bool owns) : ByteSource
{
    private volatile bool _disposed;

    public override long Length { get; } = inner.Length;

    public override string? Name => inner.Name;

    internal override IEnumerable<string> Files => inner.Files;

    public override int Read(long offset, Span<byte> destination)
    {
        ThrowIfDisposed();
        return inner.Read(offset, destination);
    }

    internal override bool TryLocate(long offset, out string path, out long position)
    {
        ThrowIfDisposed();
        return inner.TryLocate(offset, out path, out position);
    }

    public override bool TryGetMemory(long offset, int count, out ReadOnlyMemory<byte> memory)
    {
        ThrowIfDisposed();
        return inner.TryGetMemory(offset, count, out memory);
    }

    protected override void Dispose(bool disposing)
    {
        if (_disposed) return;
        _disposed = true;
        if (owns) inner.Dispose();
    }

    private void ThrowIfDisposed()
    {
        if (_disposed) throw new ObjectDisposedException("Checkpoint", "The checkpoint is disposed; read its tensors while it is open.");
    }
}
