using System.Buffers.Binary;
using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>A cursor over one structure of an HDF5 file; whatever is asked for beyond its end is the file's fault.</summary>
/// <param name="bytes">The structure.</param>
/// <param name="start">Where it stands in the file.</param>
/// <param name="offsetSize">Bytes of an address: the superblock's "size of offsets".</param>
/// <param name="lengthSize">Bytes of a length: the superblock's "size of lengths".</param>
internal ref struct Hdf5Cursor(ReadOnlySpan<byte> bytes, CheckpointLocation start, int offsetSize, int lengthSize)
{
    /// <summary>What an address of all ones stands for: nothing is there.</summary>
    public const long Undefined = -1;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public readonly CheckpointLocation At => start with { Offset = start.Offset + Position };

    public ReadOnlySpan<byte> ReadBytes(long count)
    {
        if (count < 0 || count > Remaining)
            throw Problems.Hdf5(FormattableString.Invariant($"a structure needs {count:N0} bytes more; {Remaining:N0} are left of it"), At);
        ReadOnlySpan<byte> read = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return read;
    }

    /// <summary>A name that ends with a NUL, filled up with others.</summary>
    /// <param name="padding">What its length, with the NUL, is a multiple of.</param>
    public ReadOnlySpan<byte> ReadName(int padding)
    {
        int length = _bytes[Position..].IndexOf((byte)0);
        if (length < 0) throw Problems.Hdf5("a name has no end", At);
        return ReadBytes((length + padding) / padding * padding)[..length];
    }

    public void Skip(long count) => ReadBytes(count);

    public byte ReadByte() => ReadBytes(1)[0];

    public int ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4));

    /// <summary>An unsigned number of 1 to 8 bytes.</summary>
    public ulong ReadUnsigned(int size)
    {
        ulong value = 0;
        ReadOnlySpan<byte> digits = ReadBytes(size);
        for (int i = size - 1; i >= 0; i--) value = value << 8 | digits[i];
        return value;
    }

    /// <summary>A number of 1 to 8 bytes that 63 bits must hold.</summary>
    public long ReadNumber(int size)
    {
        CheckpointLocation at = At;
        ulong value = ReadUnsigned(size);
        return value <= long.MaxValue ? (long)value
            : throw Problems.Hdf5(FormattableString.Invariant($"a size or offset of {value:N0} bytes"), at);
    }

    /// <summary>An address, or <see cref="Undefined"/>.</summary>
    public long ReadAddress() => ReadOrUndefined(offsetSize);

    /// <summary>A length or a size of a dimension.</summary>
    public long ReadLength() => ReadNumber(lengthSize);

    /// <summary>A length in which all ones mean "unlimited".</summary>
    public long ReadLimit() => ReadOrUndefined(lengthSize);

    /// <summary>Four letters with which many structures begin.</summary>
    public void ReadSignature(ReadOnlySpan<byte> expected, string what)
    {
        CheckpointLocation at = At;
        if (!ReadBytes(expected.Length).SequenceEqual(expected)) throw Problems.Hdf5($"there is no {what} where one is said to be", at);
    }

    /// <summary>A version that must be one of the two.</summary>
    public int ReadVersion(int lowest, int highest, string what)
    {
        CheckpointLocation at = At;
        int version = ReadByte();
        return version >= lowest && version <= highest ? version
            : throw Problems.UnsupportedHdf5(
                FormattableString.Invariant($"{what} has version {version}; {lowest} to {highest} are read"), at);
    }

    private long ReadOrUndefined(int size)
    {
        if (Remaining < size || _bytes.Slice(Position, size).ContainsAnyExcept((byte)0xFF)) return ReadNumber(size);
        Position += size;
        return Undefined;
    }
}
