using System.Text.Json;
using SafeLoad.Containers;
using SafeLoad.IO;

namespace SafeLoad.Scanning;

/// <summary>Finds Lambda layers in Keras models: each holds a Python function, in marshalled bytes, that loading without safe_mode runs.</summary>
/// <remarks>keras/src/layers/core/lambda_layer.py, keras/src/saving/saving_lib.py.</remarks>
internal static class KerasScanner
{
    private const int MostConfiguration = 1 << 26, Window = 1 << 20;

    /// <summary>The configuration of a <c>.keras</c> zip.</summary>
    public static void ScanConfiguration(ContentScanner scanner, Content content, ZipContainer zip)
    {
        int index = zip.Find("config.json");
        if (index < 0) return;
        ByteSource source = zip.Open(index);
        CheckpointLocation at = content.Member(source, zip.Directory.NameOf(index)).At;
        if (source.Length > MostConfiguration)
        {
            scanner.Trace.NotScanned("a Keras configuration of more than 64 MiB", at);
            return;
        }
        byte[] json = new byte[source.Length];
        source.ReadExactly(0, json);
        try
        {
            if (HasLambda(json)) Report(scanner, at);
        }
        catch (JsonException)
        {
            scanner.Trace.NotScanned("a Keras configuration that is no JSON", at);
        }
    }

    /// <summary>An HDF5 file: the model's configuration is JSON text in an attribute, wherever the library put it.</summary>
    public static void ScanHdf5(ContentScanner scanner, Content content)
    {
        byte[] window = new byte[(int)Math.Min(Window, content.Source.Length)];
        for (long start = 0; start < content.Source.Length;)
        {
            int length = (int)Math.Min(window.Length, content.Source.Length - start);
            content.Source.ReadExactly(start, window.AsSpan(0, length));
            ReadOnlySpan<byte> bytes = window.AsSpan(0, length);
            int found = Math.Max(bytes.IndexOf("\"class_name\": \"Lambda\""u8), bytes.IndexOf("\"class_name\":\"Lambda\""u8));
            if (found >= 0)
            {
                Report(scanner, content.AtOffset(start + found));
                return;
            }
            if (start + length == content.Source.Length) return;
            start += length - 32;
        }
    }

    private static bool HasLambda(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        bool isClass = false;
        while (reader.Read())
        {
            if (isClass && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Lambda"u8)) return true;
            isClass = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("class_name"u8);
        }
        return false;
    }

    private static void Report(ContentScanner scanner, CheckpointLocation at) =>
        scanner.Trace.Add(new Finding(DiagnosticId.CodeInFile, Severity.Warning, Verdict.Suspicious, "the Keras model has a Lambda layer: a Python function that loading with safe_mode=False runs", at));
}
