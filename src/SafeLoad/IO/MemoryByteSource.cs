namespace SafeLoad.IO;

/// <summary>Bytes in memory; they are not copied and must not change while the source is in use.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="name">What messages call the source; null for nothing.</param>
internal sealed class MemoryByteSource(ReadOnlyMemory<byte> bytes, string? name = null) : ByteSource
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;
    private bool _disposed;

    /// <inheritdoc/>
    public override long Length => _bytes.Length;

    /// <inheritdoc/>
    public override string? Name { get; } = name;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (offset < 0 || offset >= _bytes.Length) return 0;
        ReadOnlySpan<byte> rest = _bytes.Span[(int)offset..];
        int count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        return count;
    }

    /// <inheritdoc/>
    public override bool TryGetMemory(long offset, int count, out ReadOnlyMemory<byte> memory)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        bool inside = offset >= 0 && count >= 0 && offset <= _bytes.Length && count <= _bytes.Length - offset;
        memory = inside ? _bytes.Slice((int)offset, count) : default;
        return inside;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _disposed = true;
}
