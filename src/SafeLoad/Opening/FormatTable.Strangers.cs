using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using SafeLoad.Formats;

namespace SafeLoad.Opening;

// What people really download, copy or check out in the place of a model.
internal static partial class FormatTable
{
    private const string FetchAgain = "download it again",
        FetchTheFile = "the address leads to a page, or asks for a login: download the file itself";

    private static FormatRow[] Strangers() =>
    [
        Stranger("an empty file", FetchAgain, static (in FileHead head) => head.Length == 0),
        Stranger("nothing but zeros", FetchAgain, ["\0"]) with
        {
            Signature = static (in FileHead head) => IsZeros(head),
            Tell = static (file, _) => string.Create(CultureInfo.InvariantCulture, $"nothing but zeros ({file.Length:N0} bytes of 0x00)"),
        },
        Stranger("a Git LFS pointer, not the file itself", "`git lfs pull` fetches the file",
            ["version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/"])
            with { Tell = static (file, _) => TellPointer(file) },
        Stranger("a pointer of DVC, not the file itself", "`dvc pull` fetches the file",
            ["outs:\n- md5:"]),
        Stranger("a web page (HTML)", FetchTheFile, MarkupHead.Magics)
            with { Signature = static (in FileHead head) => MarkupHead.IsHtml(head.Bytes) },
        Stranger("a picture (SVG)", FetchTheFile, MarkupHead.Magics)
            with { Signature = static (in FileHead head) => MarkupHead.RootOf(head.Bytes).SequenceEqual("svg"u8) },
        Stranger("an error message (XML)", FetchTheFile, MarkupHead.Magics)
            with { Signature = static (in FileHead head) => IsXmlError(head.Bytes) },
        Stranger("an XML document", null, MarkupHead.Magics) with
        {
            Signature = static (in FileHead head) => !MarkupHead.RootOf(head.Bytes).IsEmpty && TextHead.IsAt(head.Bytes),
            IsEveryday = true,
            IsUserBlock = true,
        },
        Stranger("an error message (JSON)", FetchTheFile, JsonHead.Magics) with
        {
            Signature = static (in FileHead head) => IsJsonError(head),
            Tell = static (file, _) => "an error message (JSON), " + Quote(file),
        },
        Stranger("JSON", null, JsonHead.Magics)
            with { Signature = static (in FileHead head) => JsonHead.IsAt(head.Bytes), IsEveryday = true, IsUserBlock = true },
        Stranger("a picture (PNG)", null, ["\u0089PNG\r\n\u001A\n"]),
        Stranger("a picture (JPEG)", null, ["\u00FF\u00D8\u00FF"]),
        Stranger("a picture (GIF)", null, ["GIF87a", "GIF89a"]),
        Stranger("a picture (WebP)", null, ["RIFF"])
            with { Signature = static (in FileHead head) => head.Has(8, "WEBP"u8) },
        Stranger("a picture (TIFF)", null, ["II*\0", "MM\0*"]),
        Stranger("a picture (BMP)", null,
            ["BM"]) with { Signature = static (in FileHead head) => head.Bytes.Length > 18
                && BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes[2..]) == head.Length },
        Stranger("sound or film", null, static (in FileHead head) => IsSoundOrFilm(head)),
        Stranger("a PDF document", FetchTheFile, ["%PDF-"]),
        Stranger("an Office document", null,
            ["\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", "{\\rtf"]),
        // A dict in bencode, and one of the keys that it begins with in their order.
        Stranger("a torrent, not the file itself", "a BitTorrent program fetches the file",
            ["d8:announce", "d13:announce-list", "d7:comment", "d10:created by", "d13:creation date", "d8:encoding", "d4:infod"]),
        Stranger("what aria2 keeps about a download that is not done", "finish the download: the file itself stands beside this one",
            ["\0"])
            with { Signature = static (in FileHead head) => IsAria2(head.Bytes) },
        Stranger("what macOS keeps beside a file (AppleDouble)", "the file itself has the name without ._",
            ["\0\u0005\u0016\u0007", "\0\0\0\u0001Bud1"]),
        Stranger("text", null,
            static (in FileHead head) => TextHead.IsAt(head.Bytes))
                with { IsEveryday = true, IsUserBlock = true, Tell = static (file, _) => "text, " + Quote(file) },
    ];

    private static FormatRow Stranger(string words, string? advice, FormatSignature signature) =>
        Stranger(words, advice, magics: []) with { Signature = signature };

    private static FormatRow Stranger(string words, string? advice, string[] magics) => new(CheckpointFormat.Other, "other", words)
    {
        Magics = magics,
        Mark = FormatMark.Stranger,
        Advice = advice,
    };

    // The whole file: a disk that was full, or a download that reserved its place, leaves zeros to the end.
    private static bool IsZeros(in FileHead head)
    {
        if (head.Bytes.IsEmpty || head.Bytes.IndexOfAnyExcept((byte)0) >= 0) return false;
        byte[] piece = new byte[(int)Math.Min(1 << 20, head.Length)];
        for (long at = head.Bytes.Length; at < head.Length; at += piece.Length)
        {
            Span<byte> bytes = piece.AsSpan(0, (int)Math.Min(piece.Length, head.Length - at));
            head.Source.ReadExactly(at, bytes);
            if (bytes.IndexOfAnyExcept((byte)0) >= 0) return false;
        }
        return true;
    }

    // git-lfs/docs/spec.md: lines of a key and a value, with the size of the file in bytes.
    private static string TellPointer(ByteSource file)
    {
        ReadOnlySpan<byte> text = Head(file);
        int at = text.IndexOf("\nsize "u8);
        return at >= 0 && Utf8Parser.TryParse(text[(at + 6)..], out long size, out _) && size >= 0
            ? string.Create(CultureInfo.InvariantCulture, $"a Git LFS pointer to a file of {size:N0} bytes, not the file itself")
                : "a Git LFS pointer, not the file itself";
    }

    private static string Quote(ByteSource source) => "which begins \"" + TextHead.FirstLine(Head(source)) + "\"";

    private static byte[] Head(ByteSource source)
    {
        byte[] head = new byte[(int)Math.Min(FileHead.MostBytes, source.Length)];
        source.ReadExactly(0, head);
        return head;
    }

    // Object stores answer so: <Error><Code>AccessDenied</Code>.
    private static bool IsXmlError(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> root = MarkupHead.RootOf(head);
        return root.SequenceEqual("Error"u8) || root.SequenceEqual("error"u8) || root.SequenceEqual("ErrorResponse"u8)
            || root.SequenceEqual("errors"u8);
    }

    // Servers answer so: {"error": "Invalid credentials"}. A message is short.
    private static bool IsJsonError(in FileHead head) => head.Length < 1 << 16
        && (JsonHead.HasOuterKey(head.Bytes, "error"u8) || JsonHead.HasOuterKey(head.Bytes, "errors"u8)
            || JsonHead.HasOuterKey(head.Bytes, "message"u8)
            || JsonHead.HasOuterKey(head.Bytes, "detail"u8) || JsonHead.HasOuterKey(head.Bytes, "error_description"u8)
                || JsonHead.HasOuterKey(head.Bytes, "errorMessage"u8));

    private static bool IsSoundOrFilm(in FileHead head) =>
        head.Has(4, "ftyp"u8) || (head.StartsWith("RIFF"u8) && (head.Has(8, "WAVE"u8) || head.Has(8, "AVI "u8)))
            || head.StartsWith("OggS"u8) || head.StartsWith("ID3"u8)
        || head.StartsWith("fLaC"u8) || head.StartsWith([0x1A, 0x45, 0xDF, 0xA3]);

    // aria2, "Control file": version 0 or 1, an extension, the length of a hash (none, or 20 bytes), the length of a piece.
    private static bool IsAria2(ReadOnlySpan<byte> head) => head.Length > 40 && head[0] == 0 && head[1] is 0 or 1
        && head[2..5].IndexOfAnyExcept((byte)0) < 0 && head[5] is 0 or 1 && head[6..9].IndexOfAnyExcept((byte)0) < 0 && head[9] is 0 or 20
        && head.Slice(10 + head[9], 4) is [0, _, _, 0] piece && piece.IndexOfAnyExcept((byte)0) >= 0;
}
