using System.Text;
using SafeLoad.Scanning.Python;

namespace SafeLoad.Scanning.Configurations;

/// <summary>A key that loaders of configurations look for, whatever the file is called.</summary>
/// <param name="Name">The key.</param>
/// <param name="Use">What its value is to them.</param>
/// <param name="Does">What they do with it, behind "which"; empty where the other keys of the map say it.</param>
internal sealed record ConfigurationKey(string Name, KeyUse Use, string Does)
{
    private const int Shortest = 2, Longest = 40;

    private const string Hydra = "Hydra imports and calls", Jsonpickle = "jsonpickle imports and calls",
        Sentence = "sentence-transformers imports and calls", Trusted = "trust_remote_code=True runs",
        RlZoo = "rl_zoo imports and calls", Kernels = "transformers fetches from the hub and runs";

    // What frameworks that nobody here has read call a key whose value they import and call. Between underscores it is no word of the
    // model's own.
    private static readonly string[] s_words =
        ["target", "component", "class", "callable", "call", "func", "fn", "function", "factory", "builder", "constructor"];

    private static readonly string[] s_gyms = ["rl_zoo3.", "stable_baselines3.", "sb3_contrib.", "gymnasium.", "gym.", "minigrid.",
        "gym_minigrid."];

    private static readonly string[][] s_zoo = [["n_timesteps"]];

    private static readonly ConfigurationKey[] s_rows =
    [
        // transformers/dynamic_module_utils.py, pipelines/__init__.py; diffusers/pipelines/pipeline_loading_utils.py.
        new("auto_map", KeyUse.Files, Trusted),
        new("custom_pipelines", KeyUse.Files, Trusted),
        new("custom_pipeline", KeyUse.Files, "diffusers imports"),
        new("trust_remote_code", KeyUse.Trust, ""),
        // transformers/integrations/hub_kernels.py; generation/utils.py.
        new("attn_implementation", KeyUse.FetchedForParts, Kernels),
        new("_attn_implementation", KeyUse.FetchedForParts, Kernels),
        new("_attn_implementation_internal", KeyUse.FetchedForParts, Kernels),
        new("experts_implementation", KeyUse.FetchedForParts, Kernels),
        new("custom_generate", KeyUse.Fetched, Kernels),
        // transformers/utils/chat_template_utils.py.
        new("chat_template", KeyUse.Template, ""),
        new("chat_templates", KeyUse.Template, ""),
        new("default_chat_template", KeyUse.Template, ""),
        // diffusers/modular_pipelines/modular_pipeline.py.
        new("type_hint", KeyUse.Pair, "diffusers imports"),
        // hydra/_internal/instantiate/_instantiate2.py; jsonargparse/_typehints.py; torchtune/config/_instantiate.py.
        new("_target_", KeyUse.Called, Hydra),
        new("class_path", KeyUse.CalledIfDotted, "jsonargparse imports and calls"),
        new("_component_", KeyUse.Called, "torchtune imports and calls") { Own = ["torchtune."] },
        // lightning/pytorch/core/saving.py, _load_state.
        Instantiator,
        // logging/config.py, DictConfigurator.
        new("()", KeyUse.Called, "logging.config imports and calls") { Own = ["logging.Formatter", "uvicorn.logging."] },
        // jsonpickle/tags.py.
        new("py/object", KeyUse.Called, Jsonpickle),
        new("py/type", KeyUse.Called, Jsonpickle),
        new("py/function", KeyUse.Called, Jsonpickle),
        new("py/class", KeyUse.Called, Jsonpickle),
        new("py/mod", KeyUse.Called, "jsonpickle imports"),
        new("py/repr", KeyUse.Called, "jsonpickle evaluates"),
        // stable_baselines3/common/save_util.py, json_to_data.
        new(":serialized:", KeyUse.Pickled, ""),
        // mlflow/pyfunc/__init__.py, keras/load.py, models/model.py.
        new("loader_module", KeyUse.Called, "MLflow imports") { Own = ["mlflow."] },
        new("keras_module", KeyUse.Called, "MLflow imports") { Own = ["keras", "tensorflow.keras", "tensorflow.python.keras", "tf_keras"] },
        new("model_code_path", KeyUse.Files, "MLflow runs"),
        // peft/tuners/lora/tp_layer.py.
        new("megatron_core", KeyUse.Called, "peft imports") { Own = ["megatron."] },
        // sentence_transformers/models/Dense.py, Router.py, WordEmbeddings.py, cross_encoder/CrossEncoder.py: import_from_string.
        new("activation_function", KeyUse.CalledIfDotted, Sentence),
        new("activation_fn", KeyUse.CalledIfDotted, Sentence),
        new("sbert_ce_default_activation_function", KeyUse.CalledIfDotted, Sentence),
        new("tokenizer_class", KeyUse.CalledIfDotted, Sentence),
        // models/Router.py, Asym.py: the texts in it are names.
        new("types", KeyUse.BesideInside, ""),
        // rl_zoo3/utils.py, get_class_by_name; exp_manager.py.
        new("env_wrapper", KeyUse.CalledInside, RlZoo) { Own = s_gyms },
        new("vec_env_wrapper", KeyUse.CalledInside, RlZoo) { Own = s_gyms },
        new("callback", KeyUse.CalledInside, RlZoo) { Own = s_gyms, Around = s_zoo },
        new("policy_kwargs", KeyUse.EvaluatedPlain, "rl_zoo evaluates") { Around = s_zoo },
        new("replay_buffer_kwargs", KeyUse.EvaluatedPlain, "rl_zoo evaluates") { Around = s_zoo },
        new("normalize", KeyUse.EvaluatedPlain, "rl_zoo evaluates") { Around = s_zoo },
        // modelscope/utils/plugins.py, register_plugins_repo; pipelines/builder.py.
        new("plugins", KeyUse.ImportedInside, "ModelScope installs and imports") { Around = [["framework"], ["task"]] },
        new("allow_remote", KeyUse.Trust, "") { Around = [["framework"], ["task"]] },
        // jina/jaml/helper.py, load_py_modules; the setup of a package has the key, too.
        new("py_modules", KeyUse.ImportedInside, "Jina runs") { Around = [["jtype"]] },
        // haystack/utils/callable_serialization.py.
        new("streaming_callback", KeyUse.CalledIfDotted, "Haystack imports") { Own = ["haystack."] },
        // TTS/tts/utils/text/tokenizer.py; ray/serve/schema.py.
        new("characters_class", KeyUse.CalledIfDotted, "Coqui TTS imports and calls") { Own = ["TTS."] },
        new("import_path", KeyUse.CalledIfDotted, "Ray Serve imports and calls"),
        // pyspark/sql/types.py, UserDefinedType.fromJson; Sedona's types stand in the tables that it writes.
        new("pyClass", KeyUse.CalledIfDotted, "Spark imports and calls") { Own = ["pyspark.", "sedona."] },
        // keras/src/layers/preprocessing/index_lookup.py.
        new("vocabulary", KeyUse.Fetched, "Keras reads as a file") { Around = PythonText.Keras },
        // mmengine/config/config.py, _custom_imports.
        new("custom_imports", KeyUse.Files, "MMEngine imports"),
        new("_base_", KeyUse.ScriptsInside, "MMEngine runs"),
        new("cfg", KeyUse.Configuration, "MMEngine runs"),
        // ultralytics/nn/tasks.py and models/yolo.py of YOLOv5, parse_model.
        new("activation", KeyUse.Evaluated, "YOLO evaluates") { Around = PythonText.Activations },
        new("backbone", KeyUse.EvaluatedInside, "YOLO evaluates") { Around = PythonText.Layers },
        new("head", KeyUse.EvaluatedInside, "YOLO evaluates") { Around = PythonText.Layers },
    ];

    private static readonly HashSet<string> s_around = new(
        s_rows.SelectMany(static row => row.Around).SelectMany(static keys => keys).Concat(CallingRules.AroundKeys),
        StringComparer.Ordinal);

    private static readonly ConfigurationKey[] s_all = All();

    /// <summary>The class of a pipeline, where it is a list: a file beside the configuration, and the class in it.</summary>
    public static ConfigurationKey CustomClass { get; } = new("_class_name", KeyUse.Files, "diffusers imports");

    /// <summary>The key of hyperparameters under which Lightning names the function that makes the model, also in a checkpoint.</summary>
    public static ConfigurationKey Instantiator => new("_instantiator", KeyUse.Called, "Lightning imports and calls")
    {
        Own = ["lightning.pytorch.cli.instantiate_module", "pytorch_lightning.cli.instantiate_module"],
    };

    private static readonly ConfigurationKey[][] s_byLength = ByLength();

    /// <summary>What the names of the loader's own modules begin with, which it may import.</summary>
    public string[] Own { get; private init; } = [];

    /// <summary>Groups of keys; of each group one stands somewhere in the document, or else it means nothing.</summary>
    public string[][] Around { get; private init; } = [];

    /// <summary>Whether it means something beside others, too.</summary>
    public bool IsBeside { get; } = CallingRules.Keys.Contains(Name);

    /// <summary>Whether what stands in maps and lists in its value is of its kind.</summary>
    public bool IsInside { get; } = Use is KeyUse.EvaluatedInside or KeyUse.CalledInside or KeyUse.ImportedInside or KeyUse.ScriptsInside
        or KeyUse.Trust;

    /// <summary>Whether it tells a framework's files by standing anywhere in them.</summary>
    public bool IsAround => s_around.Contains(Name);

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

    /// <summary>Whether a name is of the loader's own modules, and stays there.</summary>
    public bool IsOwn(string name) => Array.Exists(Own, start => name.StartsWith(start, StringComparison.Ordinal)
        && (name.Length == start.Length || start[^1] == '.' || name[start.Length] == '.')) && !CodeNames.LeadsAway(name);

    // The first row of a name counts: what is said of a key by itself is said before what others say.
    private static ConfigurationKey[] All() =>
    [
        .. s_rows,
        .. CallingRules.Keys.Concat(s_around).Distinct(StringComparer.Ordinal)
            .Where(static name => !Array.Exists(s_rows, row => row.Name == name))
            .Select(static name => new ConfigurationKey(name, KeyUse.BesideOthers, "")),
        .. s_words.SelectMany(static word => (string[])["_" + word + "_", "__" + word + "__"])
            .Where(static name => !Array.Exists(s_rows, row => row.Name == name) && !CallingRules.Keys.Contains(name))
            .Select(static name => new ConfigurationKey(name, KeyUse.CalledIfDotted, "loaders of configurations import and call")),
    ];

    private static ConfigurationKey[][] ByLength()
    {
        var lengths = new ConfigurationKey[Longest + 1][];
        for (int length = 0; length <= Longest; length++) lengths[length] = Array.FindAll(s_all, key => key.Name.Length == length);
        return lengths;
    }
}
