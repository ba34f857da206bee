using SafeLoad.Scanning.Python;

namespace SafeLoad.Scanning.Configurations;

/// <summary>The values of one map of a configuration whose keys mean something together.</summary>
internal sealed class ConfigurationMap
{
    // A key stands once in an honest map. Maps that are merged have it as often as there are maps.
    private const int MostValues = 100_000, MostOfOne = 10, MostTogether = 10_000;

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
    private readonly Dictionary<string, List<(string Text, long At)>> _values = new(StringComparer.Ordinal);
    private readonly List<(string Library, string Class, long At)> _pairs = [];
    private int _count;
    private long _fullAt = -1;

    // What did not find room, where that is something.
    private bool _hasMorePairs;

    /// <summary>The keys that mean something beside others.</summary>
    public static string[] Keys { get; } =
    [
        "_class_name", "handler", "modelName", "modelFile", "__module__", "__class__", "__loader__", "module_path", "function", "content",
        "class_name", "registered_name", "module", "config", "vocabulary", "filepath", "id", "name",
    ];

    /// <summary>Whether a pipeline takes its components from a library.</summary>
    public static bool IsLibrary(string name) => s_libraries.Contains(name);

    /// <summary>Whether a hint of a type names one of Python's own.</summary>
    public static bool IsType(string name) => name is "int" or "float" or "str" or "bool" or "list" or "dict" or "tuple" or "set" or "None";

    /// <summary>A key is there, whatever its value is.</summary>
    public void AddKey(string key) => _keys.Add(key);

    /// <summary>A key has a value that is no map and no list.</summary>
    public void Add(string key, string value, long at)
    {
        if (_count++ >= MostValues) _fullAt = at;
        else if (_values.TryGetValue(key, out var values)) values.Add((value, at));
        else _values[key] = new() { (value, at) };
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
    /// <param name="document">What it stands in.</param>
    /// <param name="keyCount">How many keys it has, known ones and others.</param>
    /// <param name="isPipelineIndex">Whether the file is called like the index of a pipeline.</param>
    public void Report(CodeNames names, ConfigurationDocument document, int keyCount, bool isPipelineIndex)
    {
        ReportNames(document, keyCount);
        foreach (CallingRule rule in CallingRules.Pairs)
        {
            if (!Applies(rule, document, keyCount)) continue;
            foreach (string key in rule.Names)
            {
                if (Of(key).Count == 0) continue;
                foreach (var (module, name, at) in Together(Of(rule.Key), All(key))) document.Name(rule, module + "." + name, at);
            }
        }
        foreach (CallingRule rule in CallingRules.Runs)
        {
            if (!Applies(rule, document, keyCount)) continue;
            foreach (var (value, at) in Of(rule.Key)) document.Name(rule, value, at);
        }
        ReportNode(names);
        if (Has("config")) ReportKeras(names);
        if (isPipelineIndex || Of("_class_name").Exists(static pipeline => pipeline.Text.Contains("Pipeline", StringComparison.Ordinal)))
            ReportComponents(names);
        if (_fullAt >= 0) names.NotScanned("a map of a configuration that has its keys again and again", _fullAt);
    }

    // What is a framework's own by the company in this very map is not any framework's word, too: those rules come last.
    private void ReportNames(ConfigurationDocument document, int keyCount)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (CallingRule rule in CallingRules.Rules)
        {
            if (!Applies(rule, document, keyCount)) continue;
            foreach (var (value, at) in Of(rule.Key))
            {
                if (rule.Around.Length == 0 && rule.IsOwn(value)) own.Add(value);
                else if (!rule.IsWord || !own.Contains(value)) document.Name(rule, value, at);
            }
        }
    }

    private bool Applies(CallingRule rule, ConfigurationDocument document, int keyCount) => Has(rule.Key)
        && (!rule.IsAlone || keyCount == 1) && Array.TrueForAll(rule.Beside, Has) && !Array.Exists(rule.BesideNone, Has)
        && (rule.BesideOne.Length == 0 || rule.BesideOne.Count(Has) < 2)
        && (rule.BesideAny.Length == 0 || rule.IsFile(document.FileName) || Array.Exists(rule.BesideAny, Has));

    private void ReportKeras(CodeNames names)
    {
        foreach (var (name, at) in Of("class_name").Concat(Of("registered_name"))) KerasObjects.Report(names, name, at);
        string[] classes = All("class_name"), functions = classes.Contains("function") ? All("config") : [];
        if (Has("class_name"))
        {
            foreach (var (module, name, at) in Together(Of("module"), classes))
            {
                if (name != "function") KerasObjects.ReportModule(names, module, name, isFunction: false, at);
            }
        }
        foreach (var (module, function, at) in Together(Of("module"), functions))
            KerasObjects.ReportModule(names, module, function, isFunction: true, at);
        // A function of no module is one that the caller hands in, or Python's own.
        if (Of("module").Count > 0) return;
        foreach (string function in functions)
            KerasObjects.ReportModule(names, "", function, isFunction: true, Of("class_name")[0].At);
    }

    // skops/io/_general.py, _audit.py: a node is a class by name, and its loader says what becomes of it.
    private void ReportNode(CodeNames names)
    {
        // Of a function some versions wrote its name, and some that it is one.
        string[] classes = Has("__class__") ? All("__class__") : [];
        if (Has("content") && classes.Contains("function"))
            classes = [.. classes.Where(static name => name != "function").Concat(All("content"))];
        foreach (string loader in classes.Length > 0 ? All("__loader__") : [])
        {
            foreach (var (module, name, at) in Together(Of("__module__"), classes)) names.Node(module, name, loader, at);
        }
        if (!Has("function") && !Has("__loader__")) return;
        foreach (var (module, function, at) in Together(Of("module_path"), All("function")))
        {
            if (Array.TrueForAll(module.Split('.'), CodeNames.IsIdentifier)) names.Node(module, function, "FunctionNode", at);
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

    private List<(string Text, long At)> Of(string key) => _values.GetValueOrDefault(key) ?? [];

    // Which of a key's values counts where it stands twice is the loader's choice: each does. The empty text where there is none.
    private string[] All(string key)
    {
        string[] all = [.. Of(key).Select(static value => value.Text).Distinct(StringComparer.Ordinal).Take(MostOfOne + 1)];
        if (all.Length > MostOfOne) _fullAt = Of(key)[^1].At;
        return all.Length == 0 ? [""] : all;
    }

    // Each value of one key with each of another: no more of them than an honest file can have.
    private IEnumerable<(string First, string Second, long At)> Together(List<(string Text, long At)> firsts, string[] seconds)
    {
        int count = 0;
        foreach (var (first, at) in firsts.DistinctBy(static value => value.Text))
        {
            foreach (string second in seconds)
            {
                if (++count > MostTogether) _fullAt = at;
                if (count > MostTogether) yield break;
                yield return (first, second, at);
            }
        }
    }
}
