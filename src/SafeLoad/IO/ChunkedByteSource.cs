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

    /// <summary>Adds one byte.</summary>
    public void Append(byte value)
    {
        int at = (int)(_length % ChunkLength);
        if (at == 0 || at >= _chunks[^1].Length)
        {
            Append([value]);
            return;
        }
        _chunks[^1][at] = value;
        _length++;
    }

    /// <summary>The byte that was added some bytes ago; 1 is the last.</summary>
    public byte FromEnd(long distance)
    {
        long from = _length - distance;
        return _chunks[(int)(from / ChunkLength)][(int)(from % ChunkLength)];
    }

    /// <summary>Adds again what was added before.</summary>
    /// <param name="distance">How many bytes ago it began, 1 to <see cref="Length"/>.</param>
    /// <param name="count">How many bytes; where that is more than the distance, they repeat themselves.</param>
    public void Repeat(long distance, int count)
    {
        while (count > 0)
        {
            long from = _length - distance;
            byte[] chunk = _chunks[(int)(from / ChunkLength)];
            int at = (int)(from % ChunkLength), piece = (int)Math.Min(Math.Min(count, distance), ChunkLength - at);
            Append(chunk.AsSpan(at, piece));
            count -= piece;
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
