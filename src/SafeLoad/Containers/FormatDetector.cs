using System.Buffers.Binary;
using SafeLoad.IO;
using SafeLoad.Pickle;

namespace SafeLoad.Containers;

/// <summary>Tells what a file is from its first bytes, never from its name.</summary>
/// <remarks>The order is torch.load's: zip by its first four bytes, tar, then pickles. See torch/serialization.py, <c>_is_zipfile</c> and <c>_legacy_load</c>.</remarks>
internal static class FormatDetector
{
    private const int HeadBytes = 512, MostText = 1 << 24;

    /// <summary>The kind of a file; zips are told apart by their records later (<see cref="ZipKind"/>).</summary>
    public static CheckpointFormat Detect(ByteSource source)
    {
        Span<byte> buffer = stackalloc byte[HeadBytes];
        Span<byte> head = buffer[..(int)Math.Min(HeadBytes, source.Length)];
        source.ReadExactly(0, head);
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8)) return CheckpointFormat.Zip;
        if (head.Length > 6 && head[0] == 0x93 && head[1..].StartsWith("NUMPY"u8)) return CheckpointFormat.Npy;
        if (IsHdf5(head)) return CheckpointFormat.Hdf5;
        if (head.StartsWith("GGUF"u8)) return CheckpointFormat.Gguf;
        if (head.Length > 2 && head[0] == 0x1F && head[1] == 0x8B) return CheckpointFormat.Gzip;
        if (head.StartsWith("BZh"u8)) return CheckpointFormat.Bzip2;
        if (head.Length > 6 && head[0] == 0xFD && head[1..].StartsWith("7zXZ"u8)) return CheckpointFormat.Xz;
        if (head.StartsWith("7z"u8) && head.Length > 6 && head[2] == 0xBC && head[3] == 0xAF) return CheckpointFormat.SevenZip;
        if (IsOtherArchive(head)) return CheckpointFormat.OtherArchive;
        // Before zlib's two bytes, which are those of every 2,048th header's length.
        if (IsSafetensors(head, source.Length)) return CheckpointFormat.Safetensors;
        if (head.Length > 2 && head[0] == 0x78 && (head[0] << 8 | head[1]) % 31 == 0 && head[1] is 0x01 or 0x5E or 0x9C or 0xDA) return CheckpointFormat.Zlib;
        if (TarDirectory.IsAt(head)) return CheckpointFormat.Tar;
        if (LegacyMagic.IsAt(head)) return CheckpointFormat.Legacy;
        if (LooksLikePickle(head, source.Length) || LooksLikeLongText(source, head)) return CheckpointFormat.Pickle;
        if (IsHdf5Behind(source)) return CheckpointFormat.Hdf5;
        return Torch7Head.IsAt(head, source.Length) ? CheckpointFormat.Torch7 : IsOnnx(head) ? CheckpointFormat.Onnx : CheckpointFormat.Other;
    }

    /// <summary>Where the header of a safetensors file ends.</summary>
    public static long SafetensorsHeader(ByteSource source)
    {
        Span<byte> length = stackalloc byte[8];
        source.ReadExactly(0, length);
        return Math.Min(source.Length, 8 + (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(length), 1UL << 40));
    }

    /// <summary>What a kind is called, without advice.</summary>
    public static string Name(CheckpointFormat format) => Describe(format).Split([';', ','])[0];

    /// <summary>What a kind is called in messages.</summary>
    public static string Describe(CheckpointFormat format) => format switch
    {
        CheckpointFormat.Zip => "a PyTorch zip",
        CheckpointFormat.Legacy => "a legacy PyTorch stream",
        CheckpointFormat.Tar => "a tar archive",
        CheckpointFormat.Pickle => "a bare pickle",
        CheckpointFormat.TorchScript => "a TorchScript archive: a program, not only weights",
        CheckpointFormat.Package => "a torch.package archive: Python source, not only weights",
        CheckpointFormat.Pt2 => "a torch.export .pt2 archive",
        CheckpointFormat.Safetensors => "a safetensors file",
        CheckpointFormat.Npy => "a NumPy .npy array",
        CheckpointFormat.Npz => "a NumPy .npz archive",
        CheckpointFormat.Hdf5 => "an HDF5 file (Keras)",
        CheckpointFormat.Gguf => "a GGUF file",
        CheckpointFormat.Gzip => "a gzip stream; unpack it first",
        CheckpointFormat.Bzip2 => "a bzip2 stream; unpack it first",
        CheckpointFormat.Xz => "an xz stream; unpack it first",
        CheckpointFormat.SevenZip => "a 7z archive; unpack it first",
        CheckpointFormat.Dcp => "a part of a distributed checkpoint",
        CheckpointFormat.Joblib => "a joblib pickle",
        CheckpointFormat.Keras => "a Keras archive",
        CheckpointFormat.Onnx => "an ONNX model",
        CheckpointFormat.Torch7 => "a Torch 7 file, which can hold Lua functions",
        CheckpointFormat.TorchSharp => "a file that TorchSharp's Module.save wrote",
        CheckpointFormat.Zlib => "a zlib stream; unpack it first",
        CheckpointFormat.OtherArchive => "an archive or compressed stream (lz4, zstd, lzma or rar); unpack it first",
        CheckpointFormat.OrdinaryZip => "a zip without data.pkl, so not one that torch.save wrote",
        _ => "no file that PyTorch or SafeLoad knows",
    };

    // lz4 and zstd frames, also ones to be skipped; rar; joblib's old zlib; lzma (properties, a dictionary's size, the length or -1).
    private static bool IsOtherArchive(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x04, 0x22, 0x4D, 0x18]) || head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) || head.StartsWith("Rar!\x1a\x07"u8) || head.StartsWith("ZF0x"u8)
        || (head.Length > 4 && head[0] is >= 0x50 and <= 0x5F && head[1..].StartsWith((ReadOnlySpan<byte>)[0x2A, 0x4D, 0x18]))
        || (head.Length > 13 && head[0] == 0x5D && head[1] == 0 && head[2] == 0 && BinaryPrimitives.ReadInt64LittleEndian(head[5..]) is -1 or (>= 0 and < 1L << 40));

    // protobuf: ir_version (field 1, a small number), then producer_name (field 2) or the opset or graph.
    private static bool IsOnnx(ReadOnlySpan<byte> head) => head.Length > 8 && head[0] == 0x08 && head[1] is > 0 and < 32 && head[2] is 0x12 or 0x3A or 0x42 && (head[2] != 0x12 || (head[3] < 64 && head.Length > 4 + head[3] && head.Slice(4, head[3]).IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0));

    // HDF5 may begin behind a block of the user's own: at 512 bytes, or twice that, and so on.
    private static bool IsHdf5Behind(ByteSource source)
    {
        Span<byte> magic = stackalloc byte[9];
        for (long at = 512; at <= 1 << 16 && source.Length - at >= magic.Length; at *= 2)
        {
            source.ReadExactly(at, magic);
            if (IsHdf5(magic)) return true;
        }
        return false;
    }

    private static bool IsHdf5(ReadOnlySpan<byte> head) => head.Length > 8 && head[0] == 0x89 && head[1..].StartsWith("HDF\r\n\x1a\n"u8);

    private static bool IsSafetensors(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < 9 || head[8] != '{') return false;
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(head);
        return header >= 2 && header <= (ulong)length - 8;
    }

    // A pickle of one long text has no second opcode near its start: it ends with that text, perhaps stored in the memo, and STOP.
    private static bool LooksLikeLongText(ByteSource source, ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head.Length == source.Length || source.Length > MostText) return false;
        Span<byte> last = stackalloc byte[1];
        source.ReadExactly(source.Length - 1, last);
        if (last[0] != (byte)PickleOpcode.Stop) return false;
        var reader = new PickleReader(head, 0);
        if (reader.Read() != PickleStatus.Truncated || reader.Needed > (ulong)source.Length) return false;
        byte[] all = new byte[source.Length];
        source.ReadExactly(0, all);
        return LooksLikePickle(all, all.Length);
    }

    // A pickle of protocol 2 and later begins with PROTO. Older ones have no magic: then the first opcodes must be read without a break,
    // up to STOP or to the end of what was looked at, and text must not pass for one.
    private static bool LooksLikePickle(ReadOnlySpan<byte> head, long length)
    {
        if (PickleReader.HasProtocol(head)) return true;
        var reader = new PickleReader(head, 0);
        PickleStatus status;
        int opcodes = 0;
        while ((status = reader.Read()) == PickleStatus.Read)
        {
            opcodes++;
            if (reader.Opcode == PickleOpcode.Stop) return opcodes > 1 || length <= 2;
        }
        return status == PickleStatus.Truncated && opcodes >= 2 && head.Length < length;
    }
}
