using System.Buffers.Binary;
using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Compressed;
using SafeLoad.IO;

namespace SafeLoad.Formats.Hdf5;

/// <summary>What was done to each chunk of a dataset when it was written; reading undoes it, the last step first.</summary>
/// <remarks>HDF5 File Format Specification, "The Data Storage - Filter Pipeline Message"; versions 1 and 2.</remarks>
internal sealed class Hdf5Filters
{
    private const int Deflate = 1, Shuffle = 2, Fletcher32 = 3, FirstNamed = 256, Lzf = 32000, ChecksumLength = 4;

    private readonly (int Id, int ElementSize)[] _steps;

    private Hdf5Filters((int, int)[] steps) => _steps = steps;

    public static Hdf5Filters None { get; } = new([]);

    public bool IsEmpty => _steps.Length == 0;

    public static Hdf5Filters Read(Hdf5Cursor cursor, CheckpointLocation place)
    {
        CheckpointLocation at = cursor.At;
        int version = cursor.ReadVersion(1, 2, "a list of filters"), count = cursor.ReadByte();
        if (version == 1) cursor.Skip(6);
        var steps = new List<(int Id, int ElementSize)>();
        for (int i = 0; i < count; i++)
        {
            int id = cursor.ReadUInt16(), nameLength = version == 1 || id >= FirstNamed ? cursor.ReadUInt16() : 0;
            cursor.Skip(2);
            int values = cursor.ReadUInt16();
            ReadOnlySpan<byte> name = cursor.ReadBytes(version == 1 ? (nameLength + 7) & ~7 : nameLength);
            if (id is not (Deflate or Shuffle or Fletcher32 or Lzf)) throw Problems.UnsupportedFilter(id, NameOf(id, name), place);
            // Twice would be a bomb in a bomb, and nothing else.
            if (steps.Exists(step => step.Id == id))
                throw Problems.Hdf5(FormattableString.Invariant($"a dataset has filter {id} twice"), at);
            uint first = 0;
            for (int value = 0; value < values; value++)
            {
                uint read = cursor.ReadUInt32();
                if (value == 0) first = read;
            }
            if (version == 1 && values % 2 == 1) cursor.Skip(4);
            steps.Add((id, (int)Math.Min(first, int.MaxValue)));
        }
        return new Hdf5Filters([.. steps]);
    }

    /// <summary>The elements of a chunk.</summary>
    /// <param name="stored">The bytes as they are stored; changed.</param>
    /// <param name="mask">The steps that were left out for this chunk, a bit for each.</param>
    /// <param name="length">How many bytes must come out.</param>
    /// <param name="at">Where the chunk stands.</param>
    public byte[] Undo(byte[] stored, uint mask, int length, CheckpointLocation at)
    {
        byte[] bytes = stored;
        for (int i = _steps.Length - 1; i >= 0; i--)
        {
            if ((mask >> i & 1) != 0) continue;
            bytes = _steps[i].Id switch
            {
                Deflate => Codecs.Inflate(new MemoryByteSource(bytes, at.File), length + LengthAdded(i, mask), at, isRaw: false),
                Lzf => Compressed.Lzf.Decode(bytes, length + LengthAdded(i, mask), at),
                // The library itself lists one that knows no size, for elements in the heap, and leaves it out for each chunk.
                Shuffle => _steps[i].ElementSize is > 0 and var size ? Unshuffle(bytes, size)
                    : throw Problems.Hdf5("a shuffle filter does not say how large the elements are", at),
                _ => CheckFletcher32(bytes, at),
            };
        }
        return bytes.Length == length ? bytes
            : throw Problems.Hdf5(FormattableString.Invariant($"a chunk has {bytes.Length:N0} bytes; {length:N0} belong in it"), at);
    }

    // A checksum that was put in before it was compressed comes out with the elements.
    private int LengthAdded(int before, uint mask)
    {
        for (int i = 0; i < before; i++)
        {
            if (_steps[i].Id == Fletcher32 && (mask >> i & 1) == 0) return ChecksumLength;
        }
        return 0;
    }

    // The first bytes of all elements stand first, then all second ones, and so on; what is no whole element stays at the end.
    private static byte[] Unshuffle(byte[] bytes, int elementSize)
    {
        int count = bytes.Length / elementSize;
        if (elementSize == 1 || count <= 1) return bytes;
        byte[] ordered = new byte[bytes.Length];
        for (int part = 0; part < elementSize; part++)
        {
            ReadOnlySpan<byte> from = bytes.AsSpan(part * count, count);
            for (int i = 0, to = part; i < from.Length; i++, to += elementSize) ordered[to] = from[i];
        }
        bytes.AsSpan(count * elementSize).CopyTo(ordered.AsSpan(count * elementSize));
        return ordered;
    }

    // Fletcher's sums over big-endian 16-bit words, modulo 65,535; a last odd byte is a word's upper half.
    private static byte[] CheckFletcher32(byte[] bytes, CheckpointLocation at)
    {
        const int mostWords = 360;
        if (bytes.Length < ChecksumLength) throw Problems.Hdf5("a chunk is shorter than its checksum", at);
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, bytes.Length - ChecksumLength);
        uint first = 0, second = 0;
        while (!rest.IsEmpty)
        {
            // So many words fit 32 bits before the sums must be folded.
            for (int i = 0; i < mostWords && !rest.IsEmpty; i++)
            {
                first += rest.Length > 1 ? BinaryPrimitives.ReadUInt16BigEndian(rest) : (uint)rest[0] << 8;
                second += first;
                rest = rest.Length > 1 ? rest[2..] : default;
            }
            first = Fold(first);
            second = Fold(second);
        }
        uint found = Fold(second) << 16 | Fold(first),
            stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - ChecksumLength));
        if (found != stored)
            throw Problems.Hdf5(
                FormattableString.Invariant($"a chunk has checksum {found:x8}; {stored:x8} is stored with it, so the file is damaged"), at);
        return bytes[..^ChecksumLength];
    }

    private static uint Fold(uint sum) => (sum & 0xFFFF) + (sum >> 16);

    private static string? NameOf(int id, ReadOnlySpan<byte> written) => id switch
    {
        4 => "szip",
        5 => "nbit",
        6 => "scale-offset",
        307 => "bzip2",
        32001 => "blosc",
        32004 => "lz4",
        32008 => "bitshuffle",
        32013 => "zfp",
        32015 => "zstd",
        32026 => "blosc2",
        _ => written.TrimEnd((byte)0) is { IsEmpty: false } name
            ? Printable.Escape(Encoding.Latin1.GetString(name[..Math.Min(name.Length, 200)]), maxLength: 60) : null,
    };
}
