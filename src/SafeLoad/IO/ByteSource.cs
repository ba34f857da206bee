using SafeLoad.Diagnostics;

namespace SafeLoad;

/// <summary>
/// Bytes that can be read at any offset, from several threads at once. Derive from it to open checkpoints from places that
/// SafeLoad does not know.
/// </summary>
public abstract class ByteSource : IDisposable
{
    /// <summary>The number of bytes; does not change.</summary>
    public abstract long Length { get; }

    /// <summary>What messages call the source; null if it has no name.</summary>
    public virtual string? Name => null;

    // The paths of the files that it reads.
    internal virtual IEnumerable<string> Files => [];

    /// <summary>Reads up to <paramref name="destination"/>'s length of bytes from <paramref name="offset"/> on.</summary>
    /// <returns>The number of bytes read; less than asked for only at the end of the source.</returns>
    /// <exception cref="IOException">The bytes cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The source is disposed.</exception>
    public abstract int Read(long offset, Span<byte> destination);

    /// <summary>The bytes as memory, without a copy, where the source has them there;
    /// they are valid while the source is not disposed.</summary>
    /// <returns>Whether <paramref name="memory"/> holds the bytes.</returns>
    public virtual bool TryGetMemory(long offset, int count, out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        return false;
    }

    // Where a byte lies in a file that is open: for those who map it.
    internal virtual bool TryLocate(long offset, out string path, out long position)
    {
        (path, position) = ("", 0);
        return false;
    }

    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/> on.</summary>
    /// <exception cref="MalformedCheckpointException">The source ends earlier (SL9002): it became shorter while it was read.</exception>
    /// <exception cref="IOException">The bytes cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The source is disposed.</exception>
    public void ReadExactly(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int read = Read(offset, destination);
            if (read <= 0) throw Problems.FileChanged(offset, destination.Length, Length, Name);
            offset += read;
            destination = destination[read..];
        }
    }

    /// <summary>Frees what the source holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the source holds.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing) { }
}
