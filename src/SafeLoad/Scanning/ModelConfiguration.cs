using System.Text.Json;
using SafeLoad.Diagnostics;

namespace SafeLoad.Scanning;

/// <summary>
/// Reads the configuration files of a model repository for code that loaders run on request: <c>auto_map</c> names Python files
/// for <c>trust_remote_code=True</c>, and a chat template is a program in Jinja.
/// </summary>
/// <remarks>transformers/dynamic_module_utils.py, <c>get_class_from_dynamic_module</c>;
/// transformers/utils/chat_template_utils.py.</remarks>
internal static class ModelConfiguration
{
    private const int MostBytes = 1 << 26;

    private static readonly string[] s_names =
        ["config.json", "tokenizer_config.json", "preprocessor_config.json", "processor_config.json", "image_processor_config.json",
            "feature_extractor_config.json", "video_preprocessor_config.json", "generation_config.json", "adapter_config.json",
            "chat_template.json"];

    public static void Scan(ScanContext scan, Content content, ReadingBuilder reading)
    {
        string name = content.FileName;
        bool isTemplate = name.EndsWith(".jinja", StringComparison.OrdinalIgnoreCase);
        if (!isTemplate && !s_names.Contains(name)) return;
        if (content.Source.Length > MostBytes)
        {
            reading.NotScanned("a configuration of more than 64 MiB", content.At);
            return;
        }
        byte[] bytes = new byte[content.Source.Length];
        content.Source.ReadExactly(0, bytes);
        scan.Decoded(content, 0, bytes);
        if (isTemplate) JinjaTemplate.Report(reading, content.At, System.Text.Encoding.UTF8.GetString(bytes));
        else Read(reading, content, bytes);
    }

    private static void Read(ReadingBuilder reading, Content content, byte[] json)
    {
        ReadOnlySpan<byte> text = json.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? json.AsSpan(3) : json;
        var reader = new Utf8JsonReader(text,
            new JsonReaderOptions { MaxDepth = 1000, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName) continue;
                if (reader.ValueTextEquals("auto_map"u8) || reader.ValueTextEquals("custom_pipelines"u8))
                    ReportCode(reading, content.AtOffset(reader.TokenStartIndex), ref reader);
                else if (reader.ValueTextEquals("chat_template"u8) || reader.ValueTextEquals("template"u8))
                {
                    long at = reader.TokenStartIndex;
                    if (reader.Read() && reader.TokenType == JsonTokenType.String)
                        JinjaTemplate.Report(reading, content.AtOffset(at), reader.GetString()!);
                }
            }
        }
        // Python's parser takes more than JSON (NaN, lone surrogates, any depth): where this one ends, the name alone counts.
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            reading.NotScanned("a configuration that is no JSON", content.At);
            if (json.AsSpan().IndexOf("auto_map"u8) >= 0 || json.AsSpan().IndexOf("\\u0061uto"u8) >= 0)
                reading.Add(Finding.Of(DiagnosticId.CustomCode,
                    "the configuration has an auto_map and is no JSON that can be read as a whole: what code it names is not known",
                    content.At));
        }
    }

    private static void ReportCode(ReadingBuilder reading, CheckpointLocation at, ref Utf8JsonReader reader)
    {
        var files = new List<string>();
        int depth = reader.CurrentDepth;
        while (reader.Read() && (reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            if (reader.TokenType == JsonTokenType.String && files.Count < 5)
                files.Add(Printable.Escape(reader.GetString()!, maxLength: 80));
        }
        if (files.Count == 0 && reader.TokenType == JsonTokenType.String) files.Add(Printable.Escape(reader.GetString()!, maxLength: 80));
        if (files.Count > 0)
            reading.Add(Finding.Of(DiagnosticId.CustomCode,
                $"the configuration names code of its own, which trust_remote_code=True runs: {string.Join(", ", files)}", at));
    }
}
