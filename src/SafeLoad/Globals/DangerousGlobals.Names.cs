namespace SafeLoad.Globals;

/// <content>Single names of modules that are harmless otherwise.</content>
internal static partial class DangerousGlobals
{
    private static void AddBuiltins(Dictionary<string, string> names)
    {
        Names(names, "runs or compiles code", "builtins", "eval", "exec", "execfile", "compile", "breakpoint", "apply", "reload", "exit",
            "quit");
        Names(names, "looks attributes up by name, or sets them", "builtins", "getattr", "setattr", "delattr", "hasattr", "vars", "dir",
            "globals", "locals", "type", "super", "classmethod", "staticmethod", "property");
        Names(names, "calls what it is given", "builtins", "map", "filter", "sorted", "max", "min", "reduce", "iter", "next", "aiter",
            "anext", "help", "input", "raw_input", "coerce", "license", "copyright", "credits");
        Names(names, "reaches files", "builtins", "open", "file");
        Names(names, "reaches memory", "builtins", "memoryview", "buffer");
    }

    private static void AddStandardLibraryNames(Dictionary<string, string> names)
    {
        Names(names, "decodes with any codec", "_codecs", "decode", "lookup", "register", "register_error", "lookup_error", "unregister");
        Names(names, "runs generated code", "collections", "namedtuple");
        Names(names, "defines or evaluates types from text", "typing", "get_type_hints", "NamedTuple", "NewType", "TypedDict", "ForwardRef",
            "_eval_type", "_GenericAlias", "evaluate_forward_ref");
        Names(names, "calls what it is given", "itertools", "starmap", "accumulate", "groupby", "filterfalse", "dropwhile", "takewhile",
            "imap", "ifilter", "ifilterfalse");
        Names(names, "calls what it is given", "heapq", "merge", "nlargest", "nsmallest");
        Names(names, "calls what it is given", "re", "sub", "subn", "Scanner", "template");
        Names(names, "calls what it is given", "weakref", "finalize", "WeakMethod", "ref", "proxy");
        Names(names, "calls what it is given", "_weakref", "ref", "proxy");
        Names(names, "makes classes", "abc", "ABCMeta");
        Names(names, "makes classes", "_py_abc", "ABCMeta");
        Names(names, "makes classes, or changes modules", "enum", "EnumMeta", "EnumType", "global_enum", "_simple_enum");
        Names(names, "reaches files, or changes the process", "locale", "bindtextdomain", "setlocale", "textdomain");
        Names(names, "reaches files, or changes the process", "_locale", "bindtextdomain", "setlocale", "textdomain");
        Names(names, "looks attributes up by name", "string", "Formatter");
        Names(names, "looks attributes up by name", "_string", "formatter_field_name_split");
        Names(names, "reaches files", "hashlib", "file_digest");
        Names(names, "reaches files", "base64", "main", "encode", "decode");
        Names(names, "reaches files", "quopri", "main", "encode", "decode");
        Names(names, "reaches files", "json.tool", "main");
        Names(names, "stops the process", "time", "sleep");
    }

    private static void AddPackageNames(Dictionary<string, string> names)
    {
        Names(names, "reaches files, or reads a pickle inside of the pickle", "numpy", "load", "fromfile", "fromregex", "memmap", "loadtxt",
            "genfromtxt", "recfromtxt", "recfromcsv", "save", "savez", "savez_compressed", "savetxt", "tofile", "DataSource");
        Names(names, "reaches files, or reads a pickle inside of the pickle", "numpy.core.multiarray", "fromfile", "_load_from_filelike");
        Names(names, "reaches files, or reads a pickle inside of the pickle", "numpy._core.multiarray", "fromfile", "_load_from_filelike");
        Names(names, "reaches files, or reads a pickle inside of the pickle", "numpy.core.memmap", "memmap");
        Names(names, "reaches files, or reads a pickle inside of the pickle", "numpy._core.memmap", "memmap");
        Names(names, "reaches files, or reads a pickle inside of the pickle", "numpy.core.records", "fromfile");
        Names(names, "calls what it is given", "numpy", "vectorize", "apply_along_axis", "apply_over_axes", "frompyfunc", "fromfunction",
            "piecewise", "fromiter", "test", "info", "source", "lookfor", "deprecate", "_pytesttester");
        Names(names, "imports a module by its name", "numpy.core", "_ufunc_reconstruct");
        Names(names, "imports a module by its name", "numpy._core", "_ufunc_reconstruct");
        Names(names, "reads a pickle inside of the pickle", "torch", "load", "save", "from_file");
        Names(names, "runs or loads code", "torch", "compile", "import_ir_module", "vmap", "cond", "while_loop", "_import_dotted_name",
            "PyTorchFileReader", "PyTorchFileWriter");
        Names(names, "runs or loads code", "torch._C", "import_ir_module", "import_ir_module_from_buffer", "_load_for_lite_interpreter",
            "_load_for_lite_interpreter_from_buffer", "PyTorchFileReader", "PyTorchFileWriter", "_jit_get_operation",
            "_import_ir_module_from_package", "CompilationUnit");
        Names(names, "imports a module by its name", "torch._utils", "_import_dotted_name", "_get_device_module");
        Names(names, "calls what it is given", "torch._tensor", "_rebuild_from_type");
        Names(names, "reads a pickle inside of the pickle", "torch.storage", "_load_from_bytes");
        Names(names, "reads a pickle inside of the pickle", "torch.serialization", "load", "_load", "_legacy_load", "save", "_save",
            "_legacy_save", "_open_file_like", "_open_file", "_open_zipfile_reader", "_open_zipfile_writer", "mkdtemp", "add_safe_globals",
            "register_package", "FILE_LIKE", "safe_globals", "pickle");
        Names(names, "runs or loads code", "torch.jit", "load", "save", "script", "trace", "trace_module", "jit_module_from_flatbuffer",
            "_script", "_trace", "_recursive", "_serialization", "unsupported_tensor_ops", "export_opnames", "fork", "wait", "isinstance");
        Names(names, "calls what it is given", "torch.utils.checkpoint", "checkpoint", "checkpoint_sequential", "CheckpointFunction");
        Names(names, "calls what it is given", "torch.utils._pytree", "tree_map", "tree_map_", "tree_map_only", "tree_all", "tree_any",
            "register_pytree_node", "treespec_loads", "tree_map_with_path", "_register_pytree_node");
        Names(names, "reaches other processes", "torch.distributed", "init_process_group", "broadcast_object_list", "recv_object_list",
            "all_gather_object", "gather_object", "scatter_object_list", "TCPStore", "FileStore", "HashStore", "PrefixStore", "Store",
            "ProcessGroup", "new_group");
        Names(names, "reads a pickle inside of the pickle", "torch.distributed.checkpoint", "load", "save", "async_save", "load_state_dict",
            "save_state_dict", "FileSystemReader", "FileSystemWriter");
        Names(names, "reads a pickle inside of the pickle", "torch.distributed.checkpoint.filesystem", "FileSystemReader",
            "FileSystemWriter", "FileSystem", "FileSystemBase");
        Names(names, "calls what it is given", "torch.nn.utils.parametrize", "transfer_parametrizations_and_params",
            "register_parametrization", "type_before_parametrizations");
        Names(names, "calls what it is given", "torch.nn.parallel", "parallel_apply", "replicate");
        Names(names, "runs code of a quantized graph", "torch.ao.quantization.fx.graph_module", "FusedGraphModule", "ObservedGraphModule",
            "ObservedStandaloneGraphModule", "QuantizedGraphModule");
        Names(names, "reads files, and runs what they say", "pandas", "eval", "read_pickle", "to_pickle", "read_csv", "read_table",
            "read_fwf", "read_clipboard", "read_excel", "ExcelFile", "ExcelWriter", "read_json", "read_html", "read_xml", "read_hdf",
            "HDFStore",
            "read_feather", "read_parquet", "read_orc", "read_sas", "read_spss", "read_sql", "read_sql_query", "read_sql_table", "read_gbq",
            "read_stata", "test");
        Names(names, "reads a pickle inside of the pickle", "scipy.sparse", "load_npz", "save_npz");
        Names(names, "reads a pickle inside of the pickle", "scipy.sparse._matrix_io", "load_npz", "save_npz");
        Names(names, "calls native code", "scipy", "LowLevelCallable");
        Names(names, "calls native code", "scipy._lib._ccallback", "LowLevelCallable");
        Names(names, "reaches the network or files", "sklearn.datasets", "fetch_openml", "fetch_20newsgroups", "fetch_california_housing",
            "fetch_covtype", "fetch_kddcup99", "fetch_lfw_pairs", "fetch_lfw_people", "fetch_olivetti_faces", "fetch_rcv1",
            "fetch_species_distributions", "load_files", "load_svmlight_file", "load_svmlight_files", "dump_svmlight_file");
        Names(names, "runs code, or imports by name", "six", "exec_", "_import_module", "reraise");
        Names(names, "loads code or pickles from files or the network", "paddle", "load", "save");
        Names(names, "loads code or pickles from files or the network", "onnx", "load", "load_model", "save");
        Names(names, "loads code or pickles from files or the network", "mxnet.nd", "load", "save");
        Names(names, "loads code or pickles from files or the network", "omegaconf", "OmegaConf");
        Names(names, "loads code or pickles from files or the network", "mmcv.runner", "load_checkpoint", "_load_checkpoint");
        Names(names, "loads code or pickles from files or the network", "spacy", "load");
        Names(names, "loads code or pickles from files or the network", "bentoml", "load", "load_runner");
        Names(names, "writes files", "torch.cuda.memory", "_dump_snapshot", "_save_memory_usage", "_save_segment_usage");
        Names(names, "runs code", "sympy", "sympify", "parse_expr", "lambdify", "preview");
        Names(names, "runs code", "sympy.core.sympify", "sympify");
        Names(names, "runs code", "sympy.utilities.lambdify", "lambdify");
        Names(names, "loads code or pickles from files or the network", "transformers", "pipeline", "AutoModel", "AutoTokenizer",
            "AutoConfig", "AutoModelForCausalLM", "AutoProcessor", "Trainer", "load_tool", "Tool");
        Names(names, "loads code or pickles from files or the network", "datasets", "load_dataset", "load_from_disk",
            "load_dataset_builder");
        Names(names, "loads code or pickles from files or the network", "keras", "saving", "models", "config");
        Names(names, "loads code or pickles from files or the network", "tensorflow", "load_library", "load_op_library", "py_function",
            "numpy_function", "io", "saved_model");
        Names(names, "runs code", "tensorflow.python.ops.script_ops", "py_func", "py_function", "numpy_function", "eager_py_func");
        Names(names, "fetches files", "keras.utils", "get_file", "custom_object_scope");
        Names(names, "fetches files", "keras.src.utils.file_utils", "get_file", "extract_archive");
        Names(names, "reads a pickle inside of the pickle", "keras.src.utils.torch_utils", "TorchModuleWrapper");
        Names(names, "reads a pickle inside of the pickle", "gensim.utils", "unpickle", "pickle", "SaveLoad", "open", "file_or_filename");
        Names(names, "opens files by name", "joblib.numpy_pickle_compat", "NDArrayWrapper", "ZNDArrayWrapper");
        Names(names, "loads code from files", "spacy.util", "load_model", "load_config", "import_file", "registry");
        Names(names, "imports a module by its name", "omegaconf._utils", "_get_class", "get_yaml_loader", "_resolve_optional");
        Names(names, "takes a scanner's hooks away", "fickling.hook", "remove_hook", "run_hook");
        Names(names, "loads code from files", "fairseq.checkpoint_utils", "load_checkpoint_to_cpu", "load_model_ensemble_and_task",
            "torch_persistent_save");
        Names(names, "loads code from files", "ultralytics", "YOLO");
        Names(names, "loads code from files", "ultralytics.nn.tasks", "torch_safe_load", "attempt_load_weights", "attempt_load_one_weight",
            "parse_model", "yaml_model_load", "temporary_modules");
        Names(names, "loads code from files", "models.experimental", "attempt_load");
        Names(names, "runs code", "models.yolo", "parse_model");
        Names(names, "runs programs", "sklearn.utils._testing", "run_module_suite", "assert_run_python_script",
            "assert_run_python_script_without_output");
        Names(names, "imports a module by its name", "sklearn.utils", "all_estimators");
    }
}
