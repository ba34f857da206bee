using System.Text;
using System.Text.Json;
using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Zip;
using SafeLoad.Loading;

namespace SafeLoad.Scanning;

/// <summary>Finds Lambda layers in Keras models: each holds a Python function, in marshalled bytes,
/// that loading without safe_mode runs.</summary>
/// <remarks>keras/src/layers/core/lambda_layer.py, keras/src/saving/saving_lib.py.</remarks>
internal static class KerasScanner
{
    private const int MostConfiguration = 1 << 26, Window = 1 << 20, MostDepth = 1000;

    /// <summary>The configuration of a <c>.keras</c> zip.</summary>
    public static void ScanConfiguration(
        ScanContext scan, Content content, ReadingBuilder reading, ZipContainer zip, string record)
    {
        int index = zip.Directory.Names.Find(Encoding.UTF8.GetBytes(record));
        if (index < 0) return;
        ByteSource source = zip.Open(index);
        CheckpointLocation at = content.Unpacked(source, zip.Directory.NameOf(index)).At;
        if (source.Length > MostConfiguration)
        {
            reading.NotScanned("a Keras configuration of more than 64 MiB", at);
            return;
        }
        byte[] json = new byte[source.Length];
        source.ReadExactly(0, json);
        scan.Trace.Decoded(json);
        try
        {
            Read(reading, json, at);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            reading.NotScanned("a Keras configuration that is no JSON", at);
        }
    }

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
                    && (text.ValueTextEquals("Lambda"u8) || text.ValueTextEquals("__lambda__"u8))) return at;
            }
            catch (JsonException) { }
        }
        return -1;
    }

    // Keras makes objects of what the configuration names: module, class_name, registered_name.
    // In its own modules that is a layer; elsewhere it imports whatever is named (CVE-2025-1550).
    private static void Read(ReadingBuilder reading, ReadOnlySpan<byte> json, CheckpointLocation at)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MostDepth });
        var open = new Dictionary<int, (string? Module, string? Name, string? Registered, string? Configuration)>();
        string property = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName) property = reader.GetString()!;
            else if (reader.TokenType == JsonTokenType.StartObject) open[reader.CurrentDepth + 1] = default;
            else if (reader.TokenType == JsonTokenType.EndObject && open.Remove(reader.CurrentDepth + 1, out var named))
                Judge(reading, named, at);
            else if (reader.TokenType == JsonTokenType.String && open.TryGetValue(reader.CurrentDepth, out var seen))
            {
                string text = reader.GetString()!;
                open[reader.CurrentDepth] = property
                    switch { "module" => seen with { Module = text }, "class_name" => seen with { Name = text }, "registered_name" =>
                        seen with { Registered = text }, "config" => seen with { Configuration = text }, _ => seen };
            }
        }
    }

    private static void Judge(
        ReadingBuilder reading, (string? Module, string? Name, string? Registered, string? Configuration) named, CheckpointLocation at)
    {
        foreach (string? name in (string?[])[named.Name, named.Registered])
        {
            if (name?.Split('>')[^1] is "Lambda" or "__lambda__" or "TorchModuleWrapper") Report(reading, at);
        }
        if (named.Name is null) return;
        // A function is named by its configuration, and called when the model is.
        if (named.Name == "function") ReportModule(reading, named.Module ?? "", named.Configuration ?? "", at, isFunction: true);
        else if (named.Module is not null) ReportModule(reading, named.Module, named.Name, at, isFunction: false);
    }

    private static void ReportModule(ReadingBuilder reading, string module, string name, CheckpointLocation at, bool isFunction)
    {
        if (!isFunction && module.Split('.')[0] is "keras" or "tensorflow" or "tf_keras" or "keras_nlp" or "keras_cv" or "keras_hub")
            return;
        bool isDangerous = GlobalCatalog.Judge(module, name).Judgement == GlobalJudgement.Dangerous
            || (module != "builtins" && GlobalCatalog.Judge(module, "x").Judgement == GlobalJudgement.Dangerous);
        // A function that the caller has to hand in.
        if (module == "builtins" && !isDangerous) return;
        reading.Add(Finding.Of(isDangerous ? DiagnosticId.DangerousGlobal : DiagnosticId.CodeInFile,
            $"the Keras configuration names {Printable.Escape(module)}.{Printable.Escape(name)}, which loading imports", at,
            module + "." + name));
    }

    private static void Report(ReadingBuilder reading, CheckpointLocation at) =>
        reading.Add(Finding.Of(DiagnosticId.CodeInFile,
            "the Keras model has a Lambda layer: a Python function that loading with safe_mode=False runs", at));
}
