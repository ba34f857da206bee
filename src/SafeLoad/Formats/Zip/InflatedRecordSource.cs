using SafeLoad.Diagnostics;
using SafeLoad.Formats.Compressed;
using SafeLoad.IO;

namespace SafeLoad.Formats.Zip;

/// <summary>A deflated record of a zip. It is inflated as a whole when it is first read,
/// and again if memory was needed elsewhere meanwhile.</summary>
internal sealed class InflatedRecordSource(ByteSource archive, ZipRecord record, bool verify, CheckpointLocation at) : ByteSource
{
    private readonly WeakReference<byte[]> _inflated = new(null!);

    public override long Length => record.Size;

    public override string? Name => archive.Name;

    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length) return 0;
        ReadOnlySpan<byte> rest = Inflate().AsSpan((int)offset);
        int count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        return count;
    }

    /// <summary>The whole content; not to be changed. Allocated as it is inflated, not from the size that the directory claims.</summary>
    public byte[] Inflate()
    {
        lock (_inflated)
        {
            if (_inflated.TryGetTarget(out byte[]? bytes)) return bytes;
            bytes = Codecs.Inflate(new SliceByteSource(archive, record.DataOffset, record.CompressedSize), record.Size, at);
            uint crc = verify && record.Crc != 0 ? Crc32.Append(0, bytes) : record.Crc;
            if (crc != record.Crc) throw Problems.ChecksumMismatch(crc, record.Crc, at);
            _inflated.SetTarget(bytes);
            return bytes;
        }
    }
}
