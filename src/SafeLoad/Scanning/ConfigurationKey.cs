using System.Text;

namespace SafeLoad.Scanning;

/// <summary>A key that loaders of configurations look for, whatever the file is called.</summary>
/// <param name="Name">The key.</param>
/// <param name="Use">What its value is to them.</param>
/// <param name="Does">What they do with it, behind "which"; empty where the other keys of the map say it.</param>
internal sealed record ConfigurationKey(string Name, KeyUse Use, string Does)
{
    private const int Shortest = 3, Longest = 40;

    private const string Hydra = "Hydra imports and calls", Jsonpickle = "jsonpickle imports and calls",
        Sentence = "sentence-transformers imports and calls", Trusted = "trust_remote_code=True runs";

    private static readonly ConfigurationKey[] s_all =
    [
        // transformers/dynamic_module_utils.py, pipelines/__init__.py; diffusers/pipelines/pipeline_loading_utils.py.
        new("auto_map", KeyUse.Files, Trusted),
        new("custom_pipelines", KeyUse.Files, Trusted),
        new("custom_pipeline", KeyUse.Files, "diffusers imports"),
        new("trust_remote_code", KeyUse.Trust, ""),
        // transformers/utils/chat_template_utils.py.
        new("chat_template", KeyUse.Template, ""),
        new("chat_templates", KeyUse.Template, ""),
        new("default_chat_template", KeyUse.Template, ""),
        // hydra/_internal/instantiate/_instantiate2.py; jsonargparse/_typehints.py.
        new("_target_", KeyUse.Called, Hydra),
        new("class_path", KeyUse.Called, "jsonargparse imports and calls"),
        // jsonpickle/tags.py.
        new("py/object", KeyUse.Called, Jsonpickle),
        new("py/type", KeyUse.Called, Jsonpickle),
        new("py/function", KeyUse.Called, Jsonpickle),
        new("py/class", KeyUse.Called, Jsonpickle),
        new("py/repr", KeyUse.Called, "jsonpickle evaluates"),
        // stable_baselines3/common/save_util.py, json_to_data.
        new(":serialized:", KeyUse.Pickled, ""),
        // mlflow/pyfunc/__init__.py.
        new("loader_module", KeyUse.Called, "MLflow imports") { Own = "mlflow." },
        // sentence_transformers/models/Dense.py, cross_encoder/CrossEncoder.py: import_from_string.
        new("activation_function", KeyUse.CalledIfDotted, Sentence),
        new("activation_fn", KeyUse.CalledIfDotted, Sentence),
        new("sbert_ce_default_activation_function", KeyUse.CalledIfDotted, Sentence),
        .. Array.ConvertAll(ConfigurationMap.Keys, static name => new ConfigurationKey(name, KeyUse.BesideOthers, "")),
    ];

    /// <summary>The class of a pipeline, where it is a list: a file beside the configuration, and the class in it.</summary>
    public static ConfigurationKey CustomClass { get; } = new("_class_name", KeyUse.Files, "diffusers imports");

    private static readonly ConfigurationKey[][] s_byLength = ByLength();

    /// <summary>What the names of the loader's own modules begin with, which it may import; null if it has none.</summary>
    public string? Own { get; private init; }

    /// <summary>What is known of a key; null if no loader asks for it.</summary>
    public static ConfigurationKey? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length is < Shortest or > Longest) return null;
        foreach (ConfigurationKey key in s_byLength[name.Length])
        {
            if (Ascii.Equals(name, key.Name)) return key;
        }
        return null;
    }

    private static ConfigurationKey[][] ByLength()
    {
        var lengths = new ConfigurationKey[Longest + 1][];
        for (int length = 0; length <= Longest; length++) lengths[length] = Array.FindAll(s_all, key => key.Name.Length == length);
        return lengths;
    }
}
