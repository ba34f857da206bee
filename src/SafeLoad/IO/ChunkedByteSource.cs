namespace SafeLoad.IO;

/// <summary>Bytes in memory that grow piece by piece, so that growing never copies what is there. Filled first, then read.</summary>
internal sealed class ChunkedByteSource(string? name) : ByteSource
{
    private const int ChunkLength = 1 << 20;
    private readonly List<byte[]> _chunks = [];
    private long _length;

    public override long Length => _length;

    public override string? Name { get; } = name;

    /// <summary>Adds what a decoder gives next.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int at = (int)(_length % ChunkLength);
            // The first chunk is small: most of what is unpacked is.
            if (at == 0) _chunks.Add(new byte[_chunks.Count == 0 ? Math.Min(ChunkLength, Math.Max(bytes.Length, 4096)) : ChunkLength]);
            byte[] chunk = _chunks[^1];
            if (at == chunk.Length)
            {
                Array.Resize(ref chunk, Math.Min(ChunkLength, chunk.Length * 4));
                _chunks[^1] = chunk;
            }
            int count = Math.Min(bytes.Length, chunk.Length - at);
            bytes[..count].CopyTo(chunk.AsSpan(at));
            bytes = bytes[count..];
            _length += count;
        }
    }

    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0) return 0;
        int done = 0;
        while (done < destination.Length && offset + done < _length)
        {
            long from = offset + done;
            int at = (int)(from % ChunkLength);
            int count = (int)Math.Min(Math.Min(destination.Length - done, ChunkLength - at), _length - from);
            _chunks[(int)(from / ChunkLength)].AsSpan(at, count).CopyTo(destination[done..]);
            done += count;
        }
        return done;
    }
}
