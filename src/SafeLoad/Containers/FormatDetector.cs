using System.Buffers.Binary;
using SafeLoad.IO;
using SafeLoad.Pickle;

namespace SafeLoad.Containers;

/// <summary>Tells what a file is from its first bytes, never from its name.</summary>
/// <remarks>The order is torch.load's: zip by its first four bytes, tar, then pickles. See torch/serialization.py, <c>_is_zipfile</c> and <c>_legacy_load</c>.</remarks>
internal static class FormatDetector
{
    private const int HeadBytes = 512;

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
        if (IsSafetensors(head, source.Length)) return CheckpointFormat.Safetensors;
        if (TarDirectory.IsAt(head)) return CheckpointFormat.Tar;
        if (LegacyMagic.IsAt(head)) return CheckpointFormat.Legacy;
        return LooksLikePickle(head, source.Length) ? CheckpointFormat.Pickle : CheckpointFormat.Other;
    }

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
        CheckpointFormat.OrdinaryZip => "a zip without data.pkl, so not one that torch.save wrote",
        _ => "no file that PyTorch or SafeLoad knows",
    };

    private static bool IsHdf5(ReadOnlySpan<byte> head) => head.Length > 8 && head[0] == 0x89 && head[1..].StartsWith("HDF\r\n"u8);

    private static bool IsSafetensors(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < 9 || head[8] != '{') return false;
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(head);
        return header >= 2 && header <= (ulong)length - 8;
    }

    // A pickle of protocol 2 and later begins with PROTO. Older ones have no magic: then the first opcodes must be read without a break,
    // up to STOP or to the end of what was looked at, and text must not pass for one.
    private static bool LooksLikePickle(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length >= 2 && head[0] == (byte)PickleOpcode.Proto && head[1] <= 5) return true;
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
