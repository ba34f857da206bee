using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Pickles;
using SafeLoad.Scanning.Python;
using SafeLoad.Scanning.Templates;
using SafeLoad.Text;

namespace SafeLoad.Scanning.Texts;

/// <summary>
/// Looks for code in the clothes of text: configurations in JSON and YAML that name what a loader imports or calls, and templates. A text
/// is told by its content, since many loaders take a file of any name; its name only says more.
/// </summary>
internal static class ConfigurationScanner
{
    private const int MostBytes = 1 << 26, ShortText = 64;

    // Loaders ask for these by name: what cannot be read of them is not nothing.
    private static readonly string[] s_names =
        ["config.json", "tokenizer_config.json", "preprocessor_config.json", "processor_config.json", "image_processor_config.json",
            "feature_extractor_config.json", "video_preprocessor_config.json", "generation_config.json", "adapter_config.json",
            "chat_template.json", PipelineIndex, "modules.json", "schema.json", "MANIFEST.json"];

    private static readonly string[] s_configurations = [".json", ".yaml", ".yml", ".txt", ".cfg"];

    private const string PipelineIndex = "model_index.json";

    // Files that hold nothing but the name of a module that the loader imports: mlflow/keras, mlflow/pytorch; gluonts/model/predictor.py.
    private static readonly (string Name, string Does, string[] Own)[] s_modules =
    [
        ("keras_module.txt", "MLflow imports", ["keras", "tensorflow.keras", "tensorflow.python.keras", "tf_keras"]),
        ("pickle_module_info.txt", "MLflow imports", ["mlflow.pytorch.pickle_module", "pickle", "cloudpickle", "dill"]),
        ("type.txt", "GluonTS imports", ["gluonts."]),
    ];

    /// <summary>Reads a content if it is a text, whatever else its bytes are.</summary>
    public static ScannedText Scan(Content content, ReadingBuilder reading)
    {
        // Most records of a checkpoint have no ending, and nothing to say.
        bool hasEnding = content.HasEnding;
        if (!hasEnding && IsPlain(content.Source)) return ScannedText.None;
        string name = hasEnding ? content.FileName : "";
        bool isTemplate = JinjaTemplate.IsNamedLike(name), isYaml = IsYaml(name);
        bool isPromised = isTemplate || isYaml || s_names.Contains(name);
        ReportModule(content, name, reading);
        if (!isPromised && !KeyLines.IsNamedLike(name) && IsPlain(content.Source)) return ScannedText.None;
        bool isText = isPromised || KeyLines.IsNamedLike(name);
        if ((TextForm.Of(content.Source) ?? (isText ? new TextForm(null, 0) : null)) is not { } form) return ScannedText.None;
        int length = (int)Math.Min(MostBytes, content.Source.Length);
        byte[] bytes = new byte[length];
        content.Source.ReadExactly(0, bytes);
        bool isCut = length < content.Source.Length;
        var text = new Text(content, form, form.Decode(bytes));
        // Its loaders read UTF-8, whatever it looks like.
        if (isTemplate) JinjaTemplate.Report(reading, content.At, System.Text.Encoding.UTF8.GetString(text.Bytes));
        if (isTemplate && form.Encoding is not null)
            JinjaTemplate.Report(reading, content.At, System.Text.Encoding.UTF8.GetString(bytes));
        // Source text has the looks of keys and values (try: …), and no loader reads it for them.
        bool isSource = name.EndsWith(".py", StringComparison.OrdinalIgnoreCase), isStructured = false;
        bool isJson = !isSource && ReadJson(text, reading, isPromised && !isYaml && !isTemplate, out isStructured);
        if (!isJson && !isSource) isStructured |= ReadYaml(text, reading, isYaml);
        if (!isJson && KeyLines.IsNamedLike(name)) ReadLines(text, reading, isIni: false);
        if (!isJson && (IniText.IsNamedLike(name) || (!isSource && IniText.IsOfLogging(text.Bytes)))) ReadLines(text, reading, isIni: true);
        // Its documentation has such lines, too.
        if (!isJson && Array.Exists(s_configurations, name.EndsWith) && PythonConfiguration.IsIn(text.Bytes)
            && PythonConfiguration.Of(text.Bytes).Imports)
            new CodeNames(reading, _ => content.At).Custom("a configuration in Python, which MMEngine runs, names other code", 0);
        if (!isJson && !isSource) ProtoText.Report(text.Bytes, reading, content.At);
        text.Pickles.Search(text.Bytes);
        if (isCut && (isPromised || isStructured || KeyLines.IsNamedLike(name)))
            reading.NotScanned("a text of keys and values of more than 64 MiB", content.At);
        return new ScannedText(bytes, text.Pickles);
    }

    private static void ReportModule(Content content, string name, ReadingBuilder reading)
    {
        if (!Array.Exists(s_modules, row => row.Name == name) || content.Source.Length > ShortText * ShortText) return;
        byte[] bytes = new byte[content.Source.Length];
        content.Source.ReadExactly(0, bytes);
        string path = System.Text.Encoding.UTF8.GetString(bytes).Trim(' ', '\t', '\r', '\n', '"');
        var (_, does, own) = Array.Find(s_modules, row => row.Name == name);
        bool isOwn = Array.Exists(own, start => start[^1] == '.' ? path.StartsWith(start, StringComparison.Ordinal) : path == start);
        if (!isOwn && (path.Length > 0 && path.Split('.').All(CodeNames.IsIdentifier)))
            new CodeNames(reading, _ => content.At).Report(name + " names", path, does, 0);
    }

    // A version, a byte order, an id: without one of these there is no key, no tag, no expression, no text in quotes, in any encoding.
    // Letters alone can stand for other bytes.
    private static bool IsPlain(ByteSource source)
    {
        if (source.Length > ShortText) return false;
        Span<byte> buffer = stackalloc byte[ShortText];
        Span<byte> bytes = buffer[..(int)source.Length];
        source.ReadExactly(0, bytes);
        return bytes.IndexOfAny(":!{[\""u8) < 0 && !EncodedPickles.HasLongWord(bytes);
    }

    // Whether it is JSON and nothing else.
    private static bool ReadJson(Text text, ReadingBuilder reading, bool isPromised, out bool isStructured)
    {
        isStructured = false;
        ReadOnlySpan<byte> start = text.Bytes.AsSpan().TrimStart(" \t\r\n"u8);
        bool beginsSo = !start.IsEmpty && start[0] is (byte)'{' or (byte)'[' or (byte)'/' or (byte)'"';
        if (!beginsSo) return false;
        ConfigurationReader found = text.Reader(reading);
        KeyValueEnd end = JsonText.Read(text.Bytes, found, out bool hasComments);
        found.Finish(isBroken: end != KeyValueEnd.Whole);
        ReadInner(text, reading, found);
        if (end == KeyValueEnd.Beyond || (end != KeyValueEnd.Whole && isPromised))
            reading.NotScanned("a configuration that is no JSON, or nested too deep,", text.Content.At);
        isStructured = end != KeyValueEnd.Broken && found.IsStructured;
        return end == KeyValueEnd.Whole && !hasComments;
    }

    private static void ReadLines(Text text, ReadingBuilder reading, bool isIni)
    {
        ConfigurationReader found = text.Reader(reading, isOfLines: isIni);
        if (isIni) IniText.Read(text.Bytes, found);
        else KeyLines.Read(text.Bytes, found);
        found.Finish(isBroken: false);
    }

    // JSON in a text of JSON, and so on: each is shorter than what it stands in.
    private static void ReadInner(Text text, ReadingBuilder reading, ConfigurationReader found)
    {
        var open = new Queue<(byte[] Text, long At)>(found.Inner);
        while (open.TryDequeue(out var next))
        {
            ConfigurationReader inside = text.Reader(reading, next.At);
            KeyValueEnd end = JsonText.Read(next.Text, inside, out _);
            inside.Finish(isBroken: end != KeyValueEnd.Whole);
            foreach (var (inner, _) in inside.Inner) open.Enqueue((inner, next.At));
            if (end == KeyValueEnd.Beyond) reading.NotScanned("JSON in a text that is nested too deep", text.Content.At);
        }
    }

    // Each dialect reads for itself, where it finds something else.
    private static bool ReadYaml(Text text, ReadingBuilder reading, bool isNamed)
    {
        bool isStructured = ReadYaml(text, reading, isNamed, YamlDialect.Python, out KeyValueEnd end);
        foreach (YamlDialect dialect in (YamlDialect[])[YamlDialect.C, YamlDialect.Newer])
        {
            if (YamlText.Differs(text.Bytes, dialect) || (dialect == YamlDialect.Newer && end == KeyValueEnd.Broken))
                ReadYaml(text, reading, isNamed, dialect, out _);
        }
        JinjaTemplate.ReportIfEscaping(reading, text.Content.At, text.Bytes);
        return isStructured;
    }

    // A document that breaks is no YAML, and no loader makes anything of it: only those that have ended before it count. A file that is
    // called YAML is taken by its word.
    private static bool ReadYaml(Text text, ReadingBuilder reading, bool isNamed, YamlDialect dialect, out KeyValueEnd end)
    {
        var inside = new ReadingBuilder(text.Content.Record);
        ConfigurationReader found = text.Reader(inside);
        end = YamlText.Read(text.Bytes, found, dialect);
        bool isBroken = end is not (KeyValueEnd.Whole or KeyValueEnd.Beyond);
        found.Finish(isBroken);
        if (!isBroken || isNamed) ReadInner(text, inside, found);
        Reading all = inside.ToReading();
        Reading whole = isBroken && !isNamed ? all with { Findings = [.. all.Findings.Take(found.FindingsOfWholeDocuments)] } : all;
        Verdict known = reading.ToReading().Worst;
        reading.Add(whole);
        if (end == KeyValueEnd.Beyond)
            reading.NotScanned("YAML that is nested too deep, or has too much in tags and aliases,", text.Content.At);
        else if (isBroken && (isNamed || (all.Worst > whole.Worst && all.Worst > known)))
            reading.NotScanned("YAML that breaks", text.Content.At);
        return end != KeyValueEnd.Broken && found.IsStructured;
    }

    private static bool IsYaml(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private sealed class Text(Content content, TextForm form, byte[] bytes)
    {
        private readonly bool _mayMerge = MayMerge(bytes);

        public Content Content => content;

        public byte[] Bytes => bytes;

        public EncodedPickles Pickles { get; } = new(form.Encoding is null ? form.MarkLength : null);

        public ConfigurationReader Reader(ReadingBuilder reading, long? around = null, bool isOfLines = false) =>
            new(reading, around is { } at ? _ => Locate(at) : Locate, Pickles)
            {
                FileName = content.FileName,
                IsPipelineIndex = around is null && content.FileName == PipelineIndex, MayMerge = _mayMerge, Around = around,
                IsOfLines = isOfLines,
            };

        // A key << brings the keys of other maps: yaml.org/type/merge.
        private static bool MayMerge(byte[] text) => text.AsSpan().IndexOf("<<"u8) >= 0 || text.AsSpan().IndexOf("merge"u8) >= 0
            || (text.AsSpan().IndexOf((byte)'!') >= 0 && text.AsSpan().IndexOf((byte)'%') >= 0);

        // The place in the file's own bytes, where those are the text's.
        private CheckpointLocation Locate(long at) => form.Encoding is null ? content.AtOffset(form.MarkLength + at) : content.At;
    }
}
