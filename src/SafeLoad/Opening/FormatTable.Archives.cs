using System.Buffers.Binary;
using SafeLoad.Formats;
using SafeLoad.Formats.Compressed;

namespace SafeLoad.Opening;

// Archives and compressed streams, which other files are packed in.
internal static partial class FormatTable
{
    private const string UnpackFirst = "unpack it first";

    private static FormatRow[] Archives() =>
    [
        new(CheckpointFormat.Gzip, "gzip", "a gzip stream")
        {
            Magics = ["\u001F\u008B"],
            Signature = static (in FileHead head) => head.Bytes.Length > 2,
            Layout = new FormatLayout.Compressed(Codec.Gzip),
            Advice = UnpackFirst,
        },
        new(CheckpointFormat.Bzip2, "bzip2", "a bzip2 stream")
        {
            Magics = ["BZh"],
            Layout = new FormatLayout.Compressed(Codec.Bzip2),
            Advice = UnpackFirst,
        },
        new(CheckpointFormat.Xz, "xz", "an xz stream")
        {
            Magics = ["\u00FD7zXZ"],
            Signature = static (in FileHead head) => head.Bytes.Length > 6,
            Layout = new FormatLayout.Compressed(Codec.Lzma),
            Advice = UnpackFirst,
        },
        new(CheckpointFormat.SevenZip, "7z", "a 7z archive")
        {
            Magics = ["7z\u00BC\u00AF"],
            Signature = static (in FileHead head) => head.Bytes.Length > 6,
            Mark = FormatMark.NotLookedAt,
            Advice = UnpackFirst,
        },
        new(CheckpointFormat.OtherArchive, "archive", "an archive or compressed stream")
        {
            // compress, lzip, lzop, cpio, ar, cabinet, rpm, xar, squashfs, snappy, zstd before 0.8, lrzip.
            Magics =
            [
                "\u001F\u009D", "\u001F\u00A0", "LZIP\u0001", "\u0089LZO\0\r\n\u001A\n", "070701", "070702", "070707", "!<arch>\n",
                "MSCF\0\0\0\0", "\u00ED\u00AB\u00EE\u00DB", "xar!\0", "hsqs", "sqsh", "\u00FF\u0006\0\0sNaPpY",
                "\u0022\u00B5/\u00FD", "\u0023\u00B5/\u00FD",
                "\u0024\u00B5/\u00FD", "\u0025\u00B5/\u00FD", "\u0026\u00B5/\u00FD", "\u0027\u00B5/\u00FD", "LRZI",
            ],
            Signature = static (in FileHead head) => head.Length > 16,
            Mark = FormatMark.NotLookedAt,
            Advice = UnpackFirst,
        },
        // lha and ace have theirs further in.
        new(CheckpointFormat.OtherArchive, "archive", "an archive or compressed stream")
        {
            Magics = ["-lh"],
            MagicOffset = 2,
            Signature = static (in FileHead head) => head.Bytes.Length > 22 && head.Bytes[6] == '-',
            Mark = FormatMark.NotLookedAt,
            Advice = UnpackFirst,
        },
        new(CheckpointFormat.OtherArchive, "archive", "an archive or compressed stream")
        {
            Magics = ["**ACE**"],
            MagicOffset = 7,
            Mark = FormatMark.NotLookedAt,
            Advice = UnpackFirst,
        },
        new(CheckpointFormat.OtherArchive, "archive", "an lzma stream")
        {
            Signature = static (in FileHead head) => LzmaHead.IsAt(head.Bytes),
            Layout = new FormatLayout.Compressed(Codec.Lzma),
            Advice = UnpackFirst,
        },
        new(CheckpointFormat.OtherArchive, "archive", "an archive or compressed stream (lz4, zstd, lzma or rar)")
        {
            Signature = static (in FileHead head) => IsOtherArchive(head.Bytes),
            Mark = FormatMark.NotLookedAt,
            Advice = UnpackFirst,
        },
    ];

    // lz4 and zstd frames, also ones to be skipped; rar; joblib's old zlib; lzma.
    private static bool IsOtherArchive(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x04, 0x22, 0x4D, 0x18]) || head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])
        || head.StartsWith("Rar!\x1a\x07"u8) || IsOldJoblib(head)
        || (head.Length > 4 && head[0] is >= 0x50 and <= 0x5F && head[1..].StartsWith((ReadOnlySpan<byte>)[0x2A, 0x4D, 0x18]))
        || (head.Length > 13 && head[0] == 0x5D && head[1] == 0 && head[2] == 0
            && BinaryPrimitives.ReadInt64LittleEndian(head[5..]) is -1 or (>= 0 and < 1L << 40));

    // "ZF" and 19 bytes that int(bytes, 16) of Python takes: digits, a sign, a prefix, lines between digits, blanks
    // (joblib/numpy_pickle_compat.py, read_zfile).
    private static bool IsOldJoblib(ReadOnlySpan<byte> head) =>
        head.Length > 21 && head.StartsWith("ZF"u8) && head[2..21].ContainsAny("0123456789abcdefABCDEF"u8)
            && head[2..21].IndexOfAnyExcept("0123456789abcdefABCDEFxX_+- \t\n\v\f\r"u8) < 0;

    // Two bytes, which are those of every 2,048th safetensors header too.
    private static bool IsZlib(ReadOnlySpan<byte> head) =>
        head.Length > 2 && head[0] == 0x78 && (head[0] << 8 | head[1]) % 31 == 0 && head[1] is 0x01 or 0x5E or 0x9C or 0xDA;

    // RFC 1950: deflate with a window of 256 bytes to 32 KiB, and no dictionary. zlib.decompress takes all of them, and texts begin so.
    private static bool IsZlibOfAnyWindow(ReadOnlySpan<byte> head) =>
        head.Length > 2 && (head[0] & 0x0F) == 8 && head[0] <= 0x78 && (head[0] << 8 | head[1]) % 31 == 0 && (head[1] & 0x20) == 0;
}
