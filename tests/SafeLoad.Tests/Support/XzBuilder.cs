using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SafeLoad.Tests.Support;

/// <summary>Streams of xz whose chunks are not compressed: The .xz File Format 1.2.1. Each field can lie.</summary>
internal sealed class XzBuilder
{
    private readonly List<byte> _bytes = [];
    private readonly List<(long Unpadded, long Length)> _blocks = [];

    /// <summary>The kind of check: 0 none, 1 CRC-32, 4 CRC-64, 10 SHA-256.</summary>
    public byte Check { get; init; } = 4;

    /// <summary>The filters of a block, with their properties.</summary>
    public byte[] Filters { get; init; } = [0x21, 1, 0];

    /// <summary>Whether blocks say their sizes.</summary>
    public bool HasSizes { get; init; }

    /// <summary>Bytes of a chunk.</summary>
    public int ChunkLength { get; init; } = 1 << 16;

    /// <summary>A stream of one block.</summary>
    public byte[] Stream(params byte[][] blocks)
    {
        _bytes.Clear();
        _blocks.Clear();
        _bytes.AddRange([0xFD, .. "7zXZ\0"u8, .. Summed([0, Check])]);
        foreach (byte[] block in blocks) AddBlock(block);
        int begin = _bytes.Count;
        _bytes.AddRange([0, .. Number(_blocks.Count)]);
        foreach (var (unpadded, length) in _blocks) _bytes.AddRange([.. Number(unpadded), .. Number(length)]);
        Pad(begin);
        _bytes.AddRange(Sum(_bytes.ToArray().AsSpan(begin)));
        byte[] size = new byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32LittleEndian(size, ((_bytes.Count - begin) / 4) - 1);
        byte[] footer = [.. size, 0, Check];
        _bytes.AddRange([.. Sum(footer), .. footer, .. "YZ"u8]);
        return [.. _bytes];
    }

    private void AddBlock(byte[] plain)
    {
        int begin = _bytes.Count;
        List<byte> chunks = [];
        for (int at = 0; at < plain.Length; at += ChunkLength)
        {
            byte[] chunk = plain[at..Math.Min(plain.Length, at + ChunkLength)];
            byte[] length = new byte[sizeof(ushort)];
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(chunk.Length - 1));
            chunks.AddRange([(byte)(at == 0 ? 1 : 2), .. length, .. chunk]);
        }
        chunks.Add(0);
        byte[] sizes = HasSizes ? [.. Number(chunks.Count), .. Number(plain.Length)] : [];
        int filters = Filters.Length / 3;
        List<byte> header = [0, (byte)((filters - 1) | (HasSizes ? 0xC0 : 0)), .. sizes, .. Filters];
        while (header.Count % 4 != 0) header.Add(0);
        header[0] = (byte)(header.Count / 4);
        _bytes.AddRange(Summed([.. header]));
        _bytes.AddRange(chunks);
        byte[] check = CheckOf(plain);
        _blocks.Add((_bytes.Count - begin + check.Length, plain.Length));
        Pad(begin);
        _bytes.AddRange(check);
    }

    private byte[] CheckOf(byte[] plain)
    {
        switch (Check)
        {
            case 1: return Sum(plain);
            case 4:
                byte[] sum = new byte[sizeof(ulong)];
                BinaryPrimitives.WriteUInt64LittleEndian(sum, SafeLoad.IO.Crc64.Append(0, plain));
                return sum;
            case 10: return SHA256.HashData(plain);
            default: return [];
        }
    }

    private void Pad(int begin)
    {
        while ((_bytes.Count - begin) % 4 != 0) _bytes.Add(0);
    }

    private static byte[] Number(long number)
    {
        List<byte> bytes = [];
        for (; number >= 0x80; number >>= 7) bytes.Add((byte)(number | 0x80));
        return [.. bytes, (byte)number];
    }

    private static byte[] Summed(byte[] bytes) => [.. bytes, .. Sum(bytes)];

    private static byte[] Sum(ReadOnlySpan<byte> bytes) => System.IO.Hashing.Crc32.Hash(bytes);
}
