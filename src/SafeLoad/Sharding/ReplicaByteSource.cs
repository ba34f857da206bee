using System.Buffers;
using SafeLoad.Diagnostics;

namespace SafeLoad.Sharding;

/// <summary>Bytes that several files have a copy of. What is read is compared: copies that differ were none.</summary>
/// <param name="name">The tensor's name.</param>
/// <param name="files">The files' names.</param>
/// <param name="copies">The bytes that each of them has, equally many.</param>
/// <param name="at">What an error names.</param>
internal sealed class ReplicaByteSource(string name, IReadOnlyList<string> files, ByteSource[] copies, CheckpointLocation at) : ByteSource
{
    private const int Window = 1 << 16;

    public override long Length => copies[0].Length;

    public override int Read(long offset, Span<byte> destination)
    {
        int read = copies[0].Read(offset, destination);
        byte[] window = ArrayPool<byte>.Shared.Rent(Math.Min(read, Window));
        for (int copy = 1; copy < copies.Length; copy++)
        {
            for (int done = 0; done < read;)
            {
                Span<byte> other = window.AsSpan(0, Math.Min(window.Length, read - done));
                copies[copy].ReadExactly(offset + done, other);
                if (!other.SequenceEqual(destination.Slice(done, other.Length)))
                    throw Problems.UnequalCopies(name, files[0], files[copy], at);
                done += other.Length;
            }
        }
        ArrayPool<byte>.Shared.Return(window);
        return read;
    }
}
