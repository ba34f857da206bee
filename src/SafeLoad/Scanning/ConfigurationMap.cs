using SafeLoad.Diagnostics;

namespace SafeLoad.Scanning;

/// <summary>The values of one map of a configuration whose keys mean something together.</summary>
internal sealed class ConfigurationMap
{
    private const int MostValues = 1000;

    // What diffusers/pipelines has modules for, and the libraries that components are taken from.
    private static readonly HashSet<string> s_libraries = new(StringComparer.Ordinal)
    {
        "diffusers", "transformers", "null", "None", "", "onnxruntime.training", "stable_diffusion", "stable_diffusion_xl",
        "stable_diffusion_3", "stable_diffusion_safe", "latent_diffusion", "alt_diffusion", "altdiffusion", "audioldm", "audioldm2",
        "deepfloyd_if", "kandinsky", "kandinsky2_2", "kandinsky3", "paint_by_example", "unidiffuser", "wuerstchen", "stable_cascade",
        "shap_e", "spectrogram_diffusion", "versatile_diffusion", "blip_diffusion", "musicldm", "stable_audio", "ledits_pp", "controlnet",
        "lumina", "flux", "hunyuandit", "k_diffusion", "semantic_stable_diffusion", "text_to_video_synthesis", "unclip",
        "deprecated.spectrogram_diffusion", "diffusers_modules",
    };

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<(string Key, string Value, long At)> _values = [];
    private readonly List<(string Library, string Class, long At)> _pairs = [];

    /// <summary>The keys that mean something beside others.</summary>
    public static string[] Keys { get; } =
    [
        "_class_name", "type", "path", "idx", "name", "target", "params", "handler", "modelName", "modelFile", "parent_library",
        "base_model_class", "__module__", "__class__", "__loader__", "module_path", "function",
        "content",
    ];

    /// <summary>A key is there, whatever its value is.</summary>
    public void AddKey(string key) => _keys.Add(key);

    /// <summary>A key has a value that is no map and no list.</summary>
    public void Add(string key, string value, long at)
    {
        if (_values.Count < MostValues) _values.Add((key, value, at));
    }

    /// <summary>A list of two texts: in a pipeline's index, a library and a class.</summary>
    public void AddPair(string library, string name, long at)
    {
        if (_pairs.Count < MostValues) _pairs.Add((library, name, at));
    }

    /// <summary>Reports what the map means: it was read to its end.</summary>
    /// <param name="names">Judges names.</param>
    /// <param name="isPipelineIndex">Whether the file is called like the index of a pipeline.</param>
    public void Report(CodeNames names, bool isPipelineIndex)
    {
        // sentence_transformers/SentenceTransformer.py: import_from_string.
        if (Has("path") && (Has("idx") || Has("name")))
        {
            foreach (var (_, value, at) in Of("type"))
            {
                if (value.Contains('.', StringComparison.Ordinal))
                    names.Called("type", value, "sentence-transformers imports and calls", at);
            }
        }
        // ldm/util.py, instantiate_from_config.
        foreach (var (_, value, at) in Of("target"))
        {
            if (Has("params") || IsClassPath(value)) names.Called("target", value, "instantiate_from_config imports and calls", at);
        }
        // peft/auto.py.
        foreach (var (_, value, at) in Of("parent_library"))
            names.Called("auto_mapping", value + "." + First("base_model_class"), "AutoPeftModel imports", at);
        // ts/model_loader.py.
        if (Has("modelName"))
        {
            foreach (var (_, value, at) in Of("handler")) names.Served("handler", value, at);
            foreach (var (_, value, at) in Of("modelFile")) names.Served("modelFile", value, at);
        }
        ReportNode(names);
        if (isPipelineIndex || (First("_class_name") is { } pipeline && pipeline.Contains("Pipeline", StringComparison.Ordinal)))
            ReportComponents(names);
    }

    // skops/io/_general.py, _audit.py: a node is a class by name, and its loader says what becomes of it.
    private void ReportNode(CodeNames names)
    {
        if (First("__class__") is { } name)
        {
            // Of a function some versions wrote its name, and some that it is one.
            if (name == "function" && First("content") is { } function) name = function;
            foreach (var (_, value, at) in Of("__module__")) names.Node(value, name, First("__loader__"), at);
        }
        foreach (var (_, value, at) in Of("module_path")) names.Node(value, First("function") ?? "", "FunctionNode", at);
    }

    // diffusers/pipelines/pipeline_loading_utils.py, get_class_obj_and_candidates.
    private void ReportComponents(CodeNames names)
    {
        foreach (var (library, name, at) in _pairs)
        {
            if (!s_libraries.Contains(library)) names.Called("model_index.json", library + "." + name, "diffusers imports", at);
        }
    }

    private bool Has(string key) => _keys.Contains(key);

    private List<(string Key, string Value, long At)> Of(string key) => _values.FindAll(value => value.Key == key);

    private string? First(string key) => _values.Find(value => value.Key == key).Value;

    // a.b.ClassName: hosts and files have no capital there. In the graph of an exported program the targets are operators.
    private static bool IsClassPath(string value) =>
        !value.StartsWith("torch.ops.", StringComparison.Ordinal) && value.Split('.') is { Length: > 2 } parts
            && Array.TrueForAll(parts, CodeNames.IsIdentifier) && char.IsAsciiLetterUpper(parts[^1][0]);
}
