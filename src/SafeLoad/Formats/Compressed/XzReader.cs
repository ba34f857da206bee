using System.Buffers.Binary;
using System.Security.Cryptography;
using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Compressed;

/// <summary>One stream of xz: blocks, each with a check of what it gives; an index, and a footer.</summary>
/// <remarks>The .xz File Format 1.2.1 (xz, doc/xz-file-format.txt). What liblzma proves is proven; what came out before a break
/// stays.</remarks>
/// <param name="source">The file.</param>
/// <param name="start">Where the stream begins.</param>
/// <param name="output">Where the bytes go.</param>
/// <param name="at">Where the stream stands, for messages.</param>
internal sealed class XzReader(ByteSource source, long start, ChunkedByteSource output, CheckpointLocation at)
{
    private const int HeaderLength = 12, FooterLength = 12, FlagsAt = 6, Unit = 4, MostFilters = 4, MostNumberBytes = 9;
    private const int IndexMark = 0, HasPacked = 0x40, HasUnpacked = 0x80, Reserved = 0x3C, NumberBits = 7;
    private const int Crc32Check = 1, Crc64Check = 4, Sha256Check = 10;

    // The filter of all files but of programs that were compiled: liblzma has others for those, and for sound.
    private const long Lzma2 = 0x21;

    // Bytes by the kind of check.
    private static readonly byte[] s_checkLengths = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

    private readonly Lzma2Decoder _decoder = new(source, output, at);
    private readonly List<(long Unpadded, long Length)> _blocks = [];
    private byte _check;

    /// <summary>Where the next byte is read; at the end, where the stream ends.</summary>
    public long Position { get; private set; } = start;

    /// <summary>Whether a stream begins at a place.</summary>
    public static bool IsAt(ByteSource source, long offset)
    {
        Span<byte> magic = stackalloc byte[FlagsAt];
        return source.Length - offset >= magic.Length && source.Read(offset, magic) == magic.Length
            && magic[0] == 0xFD && magic[1..].SequenceEqual("7zXZ\0"u8);
    }

    /// <summary>Unpacks the stream.</summary>
    /// <param name="charge">Called with the length of each piece that came out, at most 2 MiB.</param>
    /// <exception cref="MalformedCheckpointException">It is broken, or cut short.</exception>
    /// <exception cref="UnsupportedCheckpointException">It has a filter that is not undone here.</exception>
    /// <exception cref="LimitExceededException"><paramref name="charge"/> says so.</exception>
    public void Read(Action<int> charge)
    {
        byte[] header = Take(HeaderLength);
        _check = header[FlagsAt + 1];
        if (header[FlagsAt] != 0 || _check >= s_checkLengths.Length || !IsSummed(header.AsSpan(FlagsAt))) throw Broken("its header");
        while (Take(1)[0] is not IndexMark and var size) ReadBlock(size, charge);
        ReadIndex(header.AsSpan(FlagsAt, 2));
    }

    private void ReadBlock(byte size, Action<int> charge)
    {
        long begin = Position - 1, first = output.Length;
        byte[] header = [size, .. Take(((size + 1) * Unit) - 1)];
        if (!IsSummed(header)) throw Broken("the header of a block");
        ReadHeader(header.AsSpan(1, header.Length - 1 - sizeof(uint)), out long packed, out long unpacked);
        long data = Position;
        _decoder.Begin(data);
        while (_decoder.Next() is > 0 and var count) charge(count);
        Position = _decoder.Position;
        long length = output.Length - first;
        if ((packed >= 0 && packed != Position - data) || (unpacked >= 0 && unpacked != length)) throw Broken("the sizes of a block");
        _blocks.Add((Position - begin + s_checkLengths[_check], length));
        SkipPadding(begin);
        Prove(first, Take(s_checkLengths[_check]));
    }

    private void ReadHeader(ReadOnlySpan<byte> header, out long packed, out long unpacked)
    {
        int flags = header[0], filters = (flags & (MostFilters - 1)) + 1;
        ReadOnlySpan<byte> numbers = header[1..];
        packed = (flags & HasPacked) != 0 ? Number(ref numbers) : -1;
        unpacked = (flags & HasUnpacked) != 0 ? Number(ref numbers) : -1;
        for (int i = 1; i <= filters; i++)
        {
            long filter = Number(ref numbers), length = Number(ref numbers);
            if (filter != Lzma2) throw Problems.UnsupportedFilter(filter, at);
            if (i < filters || length != 1 || numbers.IsEmpty) throw Broken("the filters of a block");
            // The size of the dictionary: what comes out is kept anyway.
            numbers = numbers[1..];
        }
        if ((flags & Reserved) != 0 || numbers.ContainsAnyExcept((byte)0)) throw Broken("the header of a block");
    }

    private void Prove(long first, ReadOnlySpan<byte> check)
    {
        // None, or one that liblzma does not know either, and lets pass.
        if (_check is not (Crc32Check or Crc64Check or Sha256Check)) return;
        using var hash = _check == Sha256Check ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        byte[] buffer = new byte[(int)Math.Min(1 << 16, output.Length - first)];
        uint crc32 = 0;
        ulong crc64 = 0;
        for (long done = first; done < output.Length;)
        {
            Span<byte> piece = buffer.AsSpan(0, output.Read(done, buffer));
            if (_check == Crc32Check) crc32 = Crc32.Append(crc32, piece);
            if (_check == Crc64Check) crc64 = Crc64.Append(crc64, piece);
            hash?.AppendData(piece);
            done += piece.Length;
        }
        bool isRight = _check switch
        {
            Crc32Check => BinaryPrimitives.ReadUInt32LittleEndian(check) == crc32,
            Crc64Check => BinaryPrimitives.ReadUInt64LittleEndian(check) == crc64,
            _ => check.SequenceEqual(hash!.GetHashAndReset()),
        };
        if (!isRight) throw Broken("the check of a block");
    }

    private void ReadIndex(ReadOnlySpan<byte> flags)
    {
        long begin = Position - 1;
        if (Number() != _blocks.Count) throw Broken("its index");
        foreach (var (unpadded, length) in _blocks)
        {
            if (Number() != unpadded || Number() != length) throw Broken("its index");
        }
        SkipPadding(begin);
        long size = Position - begin + sizeof(uint);
        Position = begin;
        // One entry takes at most 18 bytes, and has a block of its own.
        if (!IsSummed(Take((int)size))) throw Broken("its index");
        byte[] footer = Take(FooterLength);
        if (!footer.AsSpan(8, 2).SequenceEqual(flags) || !footer.AsSpan(10).SequenceEqual("YZ"u8)
            || ((long)BinaryPrimitives.ReadUInt32LittleEndian(footer.AsSpan(4)) + 1) * Unit != size
            || System.IO.Hashing.Crc32.HashToUInt32(footer.AsSpan(4, 6)) != BinaryPrimitives.ReadUInt32LittleEndian(footer))
            throw Broken("its footer");
    }

    private void SkipPadding(long begin)
    {
        if (Take((int)(-(Position - begin) & (Unit - 1))).AsSpan().ContainsAnyExcept((byte)0)) throw Broken("its padding");
    }

    private long Number()
    {
        Span<byte> bytes = stackalloc byte[MostNumberBytes];
        ReadOnlySpan<byte> there = bytes[..source.Read(Position, bytes)];
        int before = there.Length;
        long number = Number(ref there);
        Position += before - there.Length;
        return number;
    }

    // Seven bits in a byte, the lowest first, and no zero as the last.
    private long Number(ref ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        for (int i = 0; i < bytes.Length && i < MostNumberBytes; i++)
        {
            number |= (long)(bytes[i] & 0x7F) << (i * NumberBits);
            if (bytes[i] >= 0x80) continue;
            if (bytes[i] == 0 && i > 0) break;
            bytes = bytes[(i + 1)..];
            return number;
        }
        throw Broken("a number");
    }

    private byte[] Take(int count)
    {
        byte[] bytes = new byte[count];
        if (source.Length - Position < count) throw Problems.BadCompressedData("is cut short", at);
        source.ReadExactly(Position, bytes);
        Position += count;
        return bytes;
    }

    private static bool IsSummed(ReadOnlySpan<byte> bytes) =>
        System.IO.Hashing.Crc32.HashToUInt32(bytes[..^sizeof(uint)]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]);

    private MalformedCheckpointException Broken(string what) => Problems.BadCompressedData($"is broken: {what}", at);
}
