using System.Text.Json;
using SafeLoad.Formats;
using SafeLoad.Scanning.Configurations;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning;

/// <summary>Finds Lambda layers in bytes of which it is not known where a Keras model's configuration stands in them: each holds a Python
/// function, in marshalled bytes, that loading without safe_mode runs.</summary>
/// <remarks>keras/src/layers/core/lambda_layer.py.</remarks>
internal static class KerasScanner
{
    private const int Window = 1 << 20;

    /// <summary>Bytes that have the configuration somewhere, such as an HDF5 file, whose library puts it where there is room.</summary>
    public static void Search(ScanContext scan, Content content, ReadingBuilder reading, Part part)
    {
        byte[] window = new byte[(int)Math.Min(Window, part.Length)];
        bool isReported = false;
        for (long start = part.Offset; start < part.End;)
        {
            int length = (int)Math.Min(window.Length, part.End - start);
            content.Source.ReadExactly(start, window.AsSpan(0, length));
            scan.Decoded(content, start, window.AsSpan(0, length));
            int found = isReported ? -1 : FindLambda(window.AsSpan(0, length));
            if (found >= 0) Report(reading, content.AtOffset(start + found));
            isReported |= found >= 0;
            if (start + length == part.End) return;
            start += length - 128;
        }
    }

    // "class_name", a colon, "Lambda", with blanks and escapes as JSON allows them.
    private static int FindLambda(ReadOnlySpan<byte> bytes)
    {
        for (int at = 0, found; (found = bytes[at..].IndexOf("\"class_name\""u8)) >= 0;)
        {
            at += found + "\"class_name\"".Length;
            ReadOnlySpan<byte> rest = bytes[at..Math.Min(bytes.Length, at + 100)].TrimStart(" \t\r\n"u8);
            if (rest.IsEmpty || rest[0] != ':') continue;
            rest = rest[1..].TrimStart(" \t\r\n"u8);
            int end = rest.Length > 1 && rest[0] == '"' ? rest[1..].IndexOf((byte)'"') : -1;
            if (end < 0) continue;
            var text = new Utf8JsonReader(rest[..(end + 2)]);
            try
            {
                if (text.Read() && text.TokenType == JsonTokenType.String
                    && (text.Is("Lambda"u8) || text.Is("__lambda__"u8))) return at;
            }
            catch (JsonException) { }
        }
        return -1;
    }

    private static void Report(ReadingBuilder reading, CheckpointLocation at) =>
        reading.Add(Finding.Of(DiagnosticId.CodeInFile, KerasObjects.Lambda, at));
}
