using System.Buffers.Binary;

namespace SafeLoad.IO;

/// <summary>A cursor over little-endian bytes. Every read proves its bytes first; a failed one leaves the cursor where it was.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public bool TryReadBytes(int count, out ReadOnlySpan<byte> bytes)
    {
        if (count < 0 || count > Remaining)
        {
            bytes = default;
            return false;
        }
        bytes = _bytes.Slice(Position, count);
        Position += count;
        return true;
    }

    public bool TryReadUInt32(out uint value)
    {
        bool ok = TryReadBytes(4, out var bytes);
        value = ok ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : default;
        return ok;
    }

    public bool TryReadUInt64(out ulong value)
    {
        bool ok = TryReadBytes(8, out var bytes);
        value = ok ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : default;
        return ok;
    }
}
