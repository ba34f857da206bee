using SafeLoad.Diagnostics;

namespace SafeLoad.Scanning;

/// <summary>The values of one map of a configuration whose keys mean something together.</summary>
internal sealed class ConfigurationMap
{
    // A key stands once in an honest map.
    private const int MostValues = 100_000, MostOfOne = 10;

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

    // What did not find room, where that is something.
    private bool _isFull, _hasMorePairs;

    /// <summary>The keys that mean something beside others.</summary>
    public static string[] Keys { get; } =
    [
        "_class_name", "handler", "modelName", "modelFile", "__module__", "__class__", "__loader__", "module_path", "function", "content",
        "class_name", "registered_name", "module", "config", "vocabulary", "filepath", "id", "name",
    ];

    /// <summary>Whether a pipeline takes its components from a library.</summary>
    public static bool IsLibrary(string name) => s_libraries.Contains(name);

    /// <summary>A key is there, whatever its value is.</summary>
    public void AddKey(string key) => _keys.Add(key);

    /// <summary>A key has a value that is no map and no list.</summary>
    public void Add(string key, string value, long at)
    {
        _isFull |= _values.Count == MostValues;
        if (!_isFull) _values.Add((key, value, at));
    }

    /// <summary>A list of two texts: in a pipeline's index, a library and a class.</summary>
    public void AddPair(string library, string name, long at)
    {
        // Those that are honest for sure need no room.
        if (s_libraries.Contains(library) || !Array.TrueForAll(library.Split('.'), CodeNames.IsIdentifier)) return;
        _hasMorePairs |= _pairs.Count == MostValues;
        if (!_hasMorePairs) _pairs.Add((library, name, at));
    }

    /// <summary>Reports what the map means: it was read to its end.</summary>
    /// <param name="names">Judges names.</param>
    /// <param name="keyCount">How many keys it has, known ones and others.</param>
    /// <param name="isPipelineIndex">Whether the file is called like the index of a pipeline.</param>
    public void Report(CodeNames names, int keyCount, bool isPipelineIndex)
    {
        foreach (CallingRule rule in CallingRule.Rules)
        {
            if (!Applies(rule, keyCount)) continue;
            foreach (var (_, value, at) in Of(rule.Key)) Judge(names, rule, value, at);
        }
        foreach (CallingRule rule in CallingRule.Pairs)
        {
            if (Applies(rule, keyCount)) JudgePairs(names, rule);
        }
        foreach (CallingRule rule in CallingRule.Runs)
        {
            if (!Applies(rule, keyCount)) continue;
            foreach (var (_, value, at) in Of(rule.Key)) names.Runs(rule.Key, value, rule.Does, at);
        }
        // ts/model_loader.py.
        if (Has("modelName"))
        {
            foreach (var (_, value, at) in Of("handler")) names.Served("handler", value, at);
            foreach (var (_, value, at) in Of("modelFile")) names.Served("modelFile", value, at);
        }
        ReportNode(names);
        if (Has("config")) ReportKeras(names);
        if (isPipelineIndex || Of("_class_name").Exists(static pipeline => pipeline.Value.Contains("Pipeline", StringComparison.Ordinal)))
            ReportComponents(names);
        if (_isFull) names.NotScanned("a map of a configuration that has its keys again and again", _values[0].At);
    }

    private bool Applies(CallingRule rule, int keyCount) => Has(rule.Key) && (!rule.IsAlone || keyCount == 1)
        && Array.TrueForAll(rule.Beside, Has) && (rule.BesideAny.Length == 0 || Array.Exists(rule.BesideAny, Has))
        && !Array.Exists(rule.BesideNone, Has);

    private void JudgePairs(CodeNames names, CallingRule rule)
    {
        foreach (var (_, module, at) in Of(rule.Key))
        {
            foreach (string key in rule.Names)
            {
                foreach (string name in Of(key).Count > 0 ? All(key) : []) Judge(names, rule, module + "." + name, at);
            }
        }
    }

    private static void Judge(CodeNames names, CallingRule rule, string path, long at)
    {
        if (!CodeNames.Has(path, rule.Shape) || Array.Exists(rule.Own, start => path.StartsWith(start, StringComparison.Ordinal))) return;
        if (!rule.IsDangerousOnly || CodeNames.IsDangerous(path)) names.Called(rule.Key, path, rule.Does, at);
    }

    private void ReportKeras(CodeNames names)
    {
        foreach (var (_, name, at) in Of("class_name").Concat(Of("registered_name"))) KerasObjects.Report(names, name, at);
        foreach (var (_, module, at) in Of("module"))
        {
            foreach (string name in Has("class_name") ? All("class_name") : [])
            {
                bool isFunction = name == "function";
                foreach (string named in isFunction ? All("config") : [name])
                    KerasObjects.ReportModule(names, module, named, isFunction, at);
            }
        }
        // A function of no module is one that the caller hands in, or Python's own.
        if (Of("module").Count > 0 || !Of("class_name").Exists(static name => name.Value == "function")) return;
        foreach (string function in All("config"))
            KerasObjects.ReportModule(names, "", function, isFunction: true, Of("class_name")[0].At);
    }

    // skops/io/_general.py, _audit.py: a node is a class by name, and its loader says what becomes of it.
    private void ReportNode(CodeNames names)
    {
        // Of a function some versions wrote its name, and some that it is one.
        foreach (string name in Has("__class__") ? All("__class__") : [])
        {
            foreach (string named in name == "function" && Has("content") ? All("content") : [name])
            {
                foreach (string loader in All("__loader__"))
                {
                    foreach (var (_, value, at) in Of("__module__")) names.Node(value, named, loader, at);
                }
            }
        }
        foreach (var (_, value, at) in Has("function") || Has("__loader__") ? Of("module_path") : [])
        {
            foreach (string function in All("function")) names.Node(value, function, "FunctionNode", at);
        }
    }

    // diffusers/pipelines/pipeline_loading_utils.py, get_class_obj_and_candidates.
    private void ReportComponents(CodeNames names)
    {
        foreach (var (library, name, at) in _pairs)
        {
            names.Called("model_index.json", library + "." + name, "diffusers imports", at);
        }
        if (_hasMorePairs) names.NotScanned("an index of more components than a pipeline has", _pairs[0].At);
    }

    private bool Has(string key) => _keys.Contains(key);

    private List<(string Key, string Value, long At)> Of(string key) => _values.FindAll(value => value.Key == key);

    // Which of a key's values counts where it stands twice is the loader's choice: each does. The empty text where there is none.
    private string[] All(string key)
    {
        string[] all = [.. Of(key).Select(static value => value.Value).Distinct(StringComparer.Ordinal).Take(MostOfOne + 1)];
        _isFull |= all.Length > MostOfOne;
        return all.Length == 0 ? [""] : all;
    }
}
