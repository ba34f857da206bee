namespace SafeLoad.Scanning;

/// <summary>A key of a map whose value some loader imports, calls or runs, because of the keys that stand beside it. The key alone is too
/// common a word to mean that.</summary>
/// <param name="Key">The key.</param>
/// <param name="Shape">What its value looks like then.</param>
/// <param name="Does">What is done with what it names, behind "which".</param>
internal sealed record CallingRule(string Key, NameShape Shape, string Does)
{
    private const string Sentence = "sentence-transformers imports and calls", Config = "loaders of configurations import and call",
        FromConfig = "instantiate_from_config imports and calls", Monty = "monty imports and calls", Mlflow = "MLflow puts on its path";

    // Beside these a name is called with what they hold.
    private static readonly string[] s_arguments =
        ["args", "kwargs", "params", "init_args", "arguments", "parameters", "init_parameters", "config", "options", "settings"];

    private static readonly string[] s_names =
        ["class", "class_name", "cls", "type", "function", "func", "fn", "callable", "factory", "builder", "constructor", "entry_point",
            "entrypoint", "implementation", "impl", "import", "object", "method", "handler", "attr"];

    private static readonly string[] s_functions = ["class", "class_name", "cls", "function", "func", "fn", "callable", "attr"];

    private static readonly string[] s_modules = ["module", "module_name", "package"];

    /// <summary>All rules, of which each counts for itself.</summary>
    public static CallingRule[] Rules { get; } =
    [
        // sentence_transformers/SentenceTransformer.py: import_from_string.
        new("type", NameShape.Path, Sentence) { Beside = ["path"], BesideAny = ["idx", "name"] },
        // ldm/util.py, instantiate_from_config; nemo/core/classes/common.py.
        new("target", NameShape.Path, FromConfig) { BesideAny = ["params"] },
        new("target", NameShape.Path, FromConfig) { IsAlone = true },
        new("target", NameShape.LongClass, FromConfig),
        // haystack/core/serialization.py; rasa/engine/graph.py; autogen_core/_component_config.py; gluonts/core/serde/_base.py.
        new("type", NameShape.Path, "Haystack imports and calls") { BesideAny = ["init_parameters"], Own = ["haystack."] },
        new("uses", NameShape.Path, "Rasa imports and calls") { BesideAny = ["constructor_name", "fn"], Own = ["rasa."] },
        new("provider", NameShape.Path, "AutoGen imports and calls")
        {
            BesideAny = ["component_type", "component_version"], Own = ["autogen_agentchat.", "autogen_core.", "autogen_ext."],
        },
        new("class", NameShape.Path, "GluonTS imports and calls") { BesideAny = ["__kind__"], Own = ["gluonts."] },
        // pyspark/ml/util.py, DefaultParamsReader.loadParamsInstance; logging/config.py, DictConfigurator.
        new("class", NameShape.Path, "Spark imports and calls") { BesideAny = ["paramMap"], Own = ["org.apache.spark.", "pyspark."] },
        new("class", NameShape.Path, "logging.config imports and calls")
        {
            BesideAny = ["formatter", "level", "filters", "stream", "format"], Own = ["logging."],
        },
        // mlserver/settings.py, ModelSettings.implementation; bentoml/_internal/service/loader.py; gymnasium/envs/registration.py.
        new("implementation", NameShape.Path, "MLServer imports and calls")
        {
            BesideAny = ["parameters", "platform", "versions", "inputs", "outputs"],
            Own = ["mlserver.", "mlserver_sklearn.", "mlserver_xgboost.", "mlserver_lightgbm.", "mlserver_huggingface."],
        },
        new("service", NameShape.Colon, "BentoML imports") { BesideAny = ["include", "labels", "python", "models", "conda", "envs"] },
        new("entry_point", NameShape.Colon, Config),
        new("entrypoint", NameShape.Colon, Config),
        // allennlp/common/registrable.py and mmengine/registry/registry.py import what has dots.
        new("type", NameShape.LongClass, "AllenNLP and MMEngine import and call")
        {
            Own = ["google.", "com.", "org.", "net.", "io.", "java.", "javax.", "app."],
        },
        // Newtonsoft.Json, TypeNameHandling; Jackson and fastjson, default typing.
        new("$type", NameShape.LongClass, "loaders of .NET make"),
        new("@class", NameShape.LongClass, "loaders of Java make"),
        new("@type", NameShape.LongClass, "loaders of Java make"),
        new("__class__", NameShape.Path, Config) { BesideNone = ["__module__"] },
        .. s_names.Select(static name => new CallingRule(name, NameShape.Class, Config) { BesideAny = s_arguments }),
        .. s_names.Select(static name => new CallingRule(name, NameShape.Path, Config) { IsDangerousOnly = true }),
    ];

    /// <summary>A module under one key, and under another what is taken from it.</summary>
    public static CallingRule[] Pairs { get; } =
    [
        // monty/json.py, MontyDecoder; peft/auto.py.
        new("@module", NameShape.Any, Monty)
        {
            Names = ["@class", "@callable"], Own = ["matgl.", "pymatgen.", "monty.", "numpy.array", "datetime.datetime"],
        },
        new("parent_library", NameShape.Any, "AutoPeftModel imports") { Names = ["base_model_class"] },
        // What has a registered name too is an object of Keras.
        .. s_modules.Select(static module => new CallingRule(module, NameShape.Any, Config)
        {
            Names = s_names, BesideAny = s_arguments, BesideNone = ["registered_name"],
            Own = ["keras.", "tf_keras.", "tensorflow.keras."],
        }),
        .. s_modules.Select(static key =>
            new CallingRule(key, NameShape.Any, Config) { Names = s_functions, IsDangerousOnly = true }),
    ];

    /// <summary>Values that are run, whatever they are.</summary>
    public static CallingRule[] Runs { get; } =
    [
        // autogen_core/tools/_function_tool.py; ultralytics/data/utils.py, check_det_dataset; mlflow/pyfunc/__init__.py.
        new("source_code", NameShape.Any, "AutoGen runs") { BesideAny = ["global_imports"] },
        new("download", NameShape.Any, "Ultralytics runs") { BesideAny = ["train", "val", "nc"] },
        new("code", NameShape.Any, Mlflow) { BesideAny = ["loader_module", "python_version", "pickled_model", "model_data", "model_path"] },
        // onnxruntime-genai, src/config.cpp; ts/model_loader.py.
        new("custom_ops_library", NameShape.Any, "ONNX Runtime loads"),
        new("requirementsFile", NameShape.Any, "TorchServe installs") { BesideAny = ["modelName"] },
    ];

    /// <summary>The keys that mean something by these rules, and those that stand beside them.</summary>
    public static string[] Keys { get; } =
    [
        .. ConfigurationMap.Keys
            .Concat(new[] { Rules, Pairs, Runs }.SelectMany(static rules => rules)
                .SelectMany(static rule => rule.Names.Concat(rule.Beside).Concat(rule.BesideAny).Concat(rule.BesideNone)
                    .Concat([rule.Key])))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Keys that all stand beside it.</summary>
    public string[] Beside { get; private init; } = [];

    /// <summary>Keys of which one stands beside it, if there are any.</summary>
    public string[] BesideAny { get; private init; } = [];

    /// <summary>Keys of which none stands beside it.</summary>
    public string[] BesideNone { get; private init; } = [];

    /// <summary>What the names of the loader's own modules begin with, which it may import.</summary>
    public string[] Own { get; private init; } = [];

    /// <summary>The keys whose values are taken from the module that the value names.</summary>
    public string[] Names { get; private init; } = [];

    /// <summary>Whether no other key stands beside it.</summary>
    public bool IsAlone { get; private init; }

    /// <summary>Whether only a name counts that is known to be dangerous.</summary>
    public bool IsDangerousOnly { get; private init; }
}
