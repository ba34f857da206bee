using SafeLoad.Scanning.Python;

namespace SafeLoad.Scanning.Configurations;

/// <summary>The keys of configurations that mean something in company, each with its framework.</summary>
internal static class CallingRules
{
    private const string FromConfig = "instantiate_from_config imports and calls", Config = "loaders of configurations import and call",
        Mlflow = "MLflow puts on its path";

    // Beside these a name is called with what they hold: the first ones are words of Python alone, the others have many meanings.
    private static readonly string[] s_ofPython =
        ["kwargs", "init_args", "init_kwargs", "init_parameters", "init_params", "class_args", "class_kwargs", "constructor_args"],
        s_arguments = [.. s_ofPython, "args", "params", "arguments", "parameters", "config", "options", "settings"];

    // Beside these a name is told of and not called: in reports of errors and profilers, in documentation, in descriptions of objects. Of
    // the second ones, which can be arguments too, it takes two.
    private static readonly string[] s_telling =
        ["message", "stacktrace", "traceback", "line", "lineno", "line_number", "docstring", "severity", "confidence", "ncalls", "calls",
            "tottime", "cumtime", "cwe", "signature", "methods", "members", "label", "return_value", "jsonrpc"],
        s_describing = ["value", "filename", "abs_path", "file", "repr", "doc", "description", "time"];

    private static readonly string[] s_names =
        ["class", "class_name", "cls", "type", "target", "function", "func", "fn", "callable", "factory", "builder", "constructor",
            "entry_point", "entrypoint", "implementation", "impl", "import", "object", "attr", "__class__", "_type_", "__type__",
            "_object_", "__object__", "_import_", "__import__", "_cls_", "__cls__"];

    private static readonly string[] s_functions = ["class", "class_name", "cls", "function", "func", "fn", "callable", "attr"];

    private static readonly string[] s_zarr = ["zarr_format", "zarr_consolidated_format"], s_unpickling = ["pickle", "numcodecs.pickle"];

    private static readonly string[] s_modules = ["module", "module_name", "package"];

    // A formatter's class may be any function: what else the package has is none.
    private static readonly string[] s_logging = ["logging.Formatter", "logging.BufferingFormatter", "logging.Handler",
        "logging.StreamHandler", "logging.FileHandler", "logging.NullHandler", "logging.Filter", "logging.Logger", "logging.handlers."];

    // What only archives of TorchServe, configurations of latent diffusion, NeMo, AllenNLP, MMEngine, and bundles of MONAI have.
    private static readonly string[] s_torchServe = ["archiverVersion", "createdOn", "specificationVersion", "implementationVersion",
        "modelServerVersion", "modelVersion", "serializedFile", "requirementsFile"],
        s_diffusion = ["params", "model", "lossconfig", "first_stage_config", "cond_stage_config",
        "unet_config", "network_config", "conditioner_config", "scheduler_config"],
        s_nemo = ["nemo_version", "preprocessor", "train_ds", "validation_ds", "tokenizer", "encoder", "decoder"],
        s_allenNlp = ["dataset_reader", "validation_dataset_reader", "text_field_embedder", "token_indexers", "train_data_path"],
        s_mmEngine = ["_base_", "default_scope", "custom_imports", "custom_hooks", "default_hooks", "train_dataloader", "val_dataloader",
            "test_dataloader", "train_pipeline", "test_pipeline", "train_cfg", "test_cfg", "optim_wrapper", "param_scheduler", "env_cfg",
            "data_preprocessor", "vis_backends", "backbone", "neck", "bbox_head", "decode_head"];

    /// <summary>Names in configurations of MMEngine, JSON or Python: of two words the first is a scope, unless it is a module that is
    /// known.</summary>
    public static CallingRule[] OfMmEngine { get; } =
    [
        new("type", NameShape.Path, "MMEngine imports and calls") { IsOfDangers = true },
        new("type", NameShape.LongPath, "MMEngine imports and calls")
        {
            Own = ["mmengine.dataset.", "mmengine.evaluator.", "mmengine.hooks.", "mmengine.model.", "mmengine.optim.", "mmengine.runner.",
                "mmengine.visualization.", "mmcv.cnn.", "mmcv.transforms.", "mmdet.", "mmpose.", "mmpretrain.", "mmseg."],
        },
    ];

    /// <summary>Names that are imported, and called.</summary>
    public static CallingRule[] Rules { get; } =
    [
        // sentence_transformers/SentenceTransformer.py, import_from_string; models/Router.py and Asym.py, load.
        new("type", NameShape.Path, "sentence-transformers imports and calls") 
        {
            Beside = ["path"], BesideAny = ["idx"], Files = ["modules.json"],
        },
        new("types", NameShape.Path, "sentence-transformers imports and calls")
        {
            BesideAny = ["structure", "parameters"], Files = ["router_config.json"],
        },
        // ldm/util.py, instantiate_from_config; nemo/core/classes/common.py.
        new("target", NameShape.Path, FromConfig) { BesideAny = ["params"] },
        new("target", NameShape.Path, FromConfig) { IsAlone = true, Around = [s_diffusion] },
        new("target", NameShape.LongClass, FromConfig)
        {
            BesideNone = ["source"], Around = [[.. s_diffusion, .. s_nemo]], Files = ["model_config.yaml"],
        },
        // pyannote/audio/utils/... get_class_by_name; rasa/engine/recipes/default_recipe.py, rasa/shared/utils/common.py.
        .. Named([["pipeline"]], ["params"], "pyannote imports and calls", ["pyannote."]),
        .. Named([["pipeline"], ["policies", "recipe", "assistant_id"]], [], "Rasa imports and calls", ["rasa."]),
        new("type", NameShape.Path, "Rasa imports and calls")
        {
            Around = [["tracker_store", "event_broker", "lock_store"]], Own = ["rasa."],
        },
        // haystack/tools/tool.py, Tool.from_dict; kedro/io/core.py, parse_dataset_definition; determined/load/_load.py.
        new("function", NameShape.Path, "Haystack imports")
        {
            Beside = ["name", "description", "parameters"], Around = [["init_parameters"]], Own = ["haystack."],
        },
        new("type", NameShape.LongClass, "Kedro imports and calls") { BesideAny = ["filepath"], Own = ["kedro.", "kedro_datasets."] },
        new("entrypoint", NameShape.Colon, "Determined imports") { BesideAny = ["searcher"], Own = ["determined."] },
        // evals/registry.py; deeppavlov/core/common/registry.py.
        new("class", NameShape.Colon, "OpenAI's evals import and call") { BesideAny = ["args"], Own = ["evals."] },
        new("class_name", NameShape.Colon, "DeepPavlov imports and calls") { Around = [["chainer"]], Own = ["deeppavlov."] },
        // haystack/core/serialization.py; rasa/engine/graph.py; autogen_core/_component_config.py; gluonts/core/serde/_base.py.
        new("type", NameShape.Path, "Haystack imports and calls") { BesideAny = ["init_parameters"], Own = ["haystack."] },
        new("uses", NameShape.Path, "Rasa imports and calls") { BesideAny = ["constructor_name", "fn"], Own = ["rasa."] },
        new("provider", NameShape.Path, "AutoGen imports and calls")
        {
            BesideAny = ["component_type", "component_version"], Own = ["autogen_agentchat.", "autogen_core.", "autogen_ext."],
        },
        new("class", NameShape.Path, "GluonTS imports and calls") { BesideAny = ["__kind__"], Own = ["gluonts."] },
        // pyspark/ml/util.py, DefaultParamsReader.loadParamsInstance; logging/config.py, DictConfigurator, which asks for the version.
        new("class", NameShape.Path, "Spark imports and calls") { BesideAny = ["paramMap"], Own = ["org.apache.spark.", "pyspark."] },
        new("class", NameShape.Path, "logging.config imports and calls")
        {
            Around = [["version"], ["handlers", "formatters"]], Own = [.. s_logging, "uvicorn.logging.", "rich.logging.RichHandler",
                "com.", "org.", "net."],
        },
        // fileConfig: what is not found in the module logging is imported.
        new("class", NameShape.Path, "logging.config imports and calls")
        {
            Around = [["keys"], ["handlers", "formatters"]], Own = [.. s_logging, "handlers.", "com.", "org.", "net."],
        },
        // mlserver/settings.py, ModelSettings.implementation; bentoml/_internal/service/loader.py; gymnasium/envs/registration.py.
        new("implementation", NameShape.Path, "MLServer imports and calls")
        {
            BesideAny = ["parameters", "platform", "versions", "inputs", "outputs"], Files = ["model-settings.json"],
            Own = ["mlserver.", "mlserver_sklearn.", "mlserver_xgboost.", "mlserver_lightgbm.", "mlserver_huggingface."],
        },
        new("service", NameShape.Colon, "BentoML imports")
        {
            BesideAny = ["include", "python", "models", "conda", "envs"], Files = ["bentofile.yaml"],
        },
        new("entry_point", NameShape.Colon, "Gymnasium imports and calls")
        {
            BesideAny = ["id", "env_id", "kwargs", "max_episode_steps"], Own = ["gymnasium.", "gym."],
        },
        // allennlp/common/registrable.py and mmengine/registry/registry.py import what has dots; of two words the first is a scope there.
        new("type", NameShape.Path, "AllenNLP imports and calls") { Around = [s_allenNlp], Own = ["allennlp.", "allennlp_models."] },
        .. OfMmEngine.Select(static rule => rule with { Around = [s_mmEngine] }),
        .. s_names.Select(static name => new CallingRule(name, NameShape.Class, Config) { IsWord = true, BesideAny = s_ofPython }),
        .. OfPrograms(s_names, []),
    ];

    /// <summary>A module under one key, and under another what is taken from it.</summary>
    public static CallingRule[] Pairs { get; } =
    [
        // monty/json.py, MontyDecoder; peft/auto.py.
        new("@module", NameShape.Any, "monty imports and calls")
        {
            Names = ["@class", "@callable"], Own = ["matgl.", "pymatgen.", "monty.", "numpy.array", "datetime.datetime"],
        },
        new("parent_library", NameShape.Any, "AutoPeftModel imports") { Names = ["base_model_class"] },
        // qlib/utils/mod.py, init_instance_by_config: a module, or a file that is run.
        new("module_path", NameShape.Any, "qlib imports and calls") { Names = ["class"], BesideAny = ["kwargs"], Own = ["qlib."] },
        .. s_modules.Select(static module => new CallingRule(module, NameShape.Path, Config)
        {
            Names = s_names, BesideAny = s_ofPython, IsWord = true,
            Own = ["keras.", "tf_keras.", "tensorflow.keras."],
        }),
        .. OfPrograms(s_modules, s_functions),
    ];

    /// <summary>Values that are run, whatever they are.</summary>
    public static CallingRule[] Runs { get; } = Running(
    [
        // autogen_core/tools/_function_tool.py; ultralytics/data/utils.py, check_det_dataset; mlflow/pyfunc/__init__.py.
        new("source_code", NameShape.Any, "AutoGen runs") { BesideAny = ["global_imports"] },
        new("download", NameShape.Code, "Ultralytics runs") { BesideAny = ["train", "val", "nc"] },
        new("code", NameShape.Any, Mlflow) { BesideAny = ["loader_module"] },
        // ts/model_loader.py.
        new("handler", NameShape.Any, "") { IsServed = true, Beside = ["modelName"], Around = [s_torchServe], Files = ["MANIFEST.json"] },
        new("modelFile", NameShape.Any, "") { IsServed = true, Beside = ["modelName"], Around = [s_torchServe], Files = ["MANIFEST.json"] },
        // onnxruntime-genai, src/config.cpp; ts/model_loader.py.
        new("custom_ops_library", NameShape.Any, "ONNX Runtime loads"),
        // qlib/utils/mod.py, get_module_by_module_path; mlx_lm/utils.py, load_model.
        new("module_path", NameShape.Script, "qlib runs") { Beside = ["class"], BesideNone = ["kwargs"] },
        new("model_file", NameShape.Script, "mlx-lm runs") { BesideAny = ["model_type"] },
        new("requirementsFile", NameShape.Any, "TorchServe installs") { BesideAny = ["modelName"] },
        // numcodecs/pickles.py: a codec of the metadata of an array of Zarr, wherever that stands.
        new("id", NameShape.Any, "numcodecs unpickles by") { Around = [s_zarr], Values = s_unpickling },
        new("name", NameShape.Any, "numcodecs unpickles by") { Around = [s_zarr], Values = s_unpickling },
    ]);

    /// <summary>The keys that mean something by these rules, and those that stand beside them.</summary>
    public static string[] Keys { get; } =
    [
        .. ConfigurationMap.Keys
            .Concat(new[] { Rules, Pairs, Runs }.SelectMany(static rules => rules)
                .SelectMany(static rule => (string[])
                    [.. rule.Names, .. rule.Beside, .. rule.BesideAny, .. rule.BesideNone, .. rule.BesideOne, rule.Key]))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The keys that tell a framework's files by standing anywhere in them.</summary>
    public static HashSet<string> AroundKeys { get; } = new(
        Rules.Concat(Runs).SelectMany(static rule => rule.Around).Concat(PythonText.Bundle).SelectMany(static keys => keys),
        StringComparer.Ordinal);

    // A class by its name; a function only if it is one that is known, since names of other things have dots too.
    private static CallingRule[] Named(string[][] around, string[] beside, string does, string[] own) =>
    [
        new("name", NameShape.Class, does) { Around = around, Beside = beside, Own = own },
        new("name", NameShape.Path, does) { Around = around, Beside = beside, Own = own, IsOfDangers = true },
    ];

    private static CallingRule[] Running(CallingRule[] rules) =>
        Array.ConvertAll(rules, static rule => rule with { IsRun = !rule.IsServed });

    // A program is one under any word: alone, and with arguments whatever else is told of it.
    private static IEnumerable<CallingRule> OfPrograms(string[] keys, string[] names) => keys.SelectMany(key => (CallingRule[])
    [
        new(key, NameShape.Any, Config)
        {
            Names = names, IsWord = true, IsOfPrograms = true, BesideNone = s_telling, BesideOne = s_describing,
        },
        new(key, NameShape.Any, Config) { Names = names, IsWord = true, IsOfPrograms = true, BesideAny = s_arguments },
    ]);
}
