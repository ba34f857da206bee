using System.Collections.Frozen;

namespace SafeLoad.Globals;

/// <summary>
/// What is known to run code, load code, or reach files, processes, the network or the interpreter: whole modules with their
/// submodules, and single names of modules that are harmless otherwise.
/// </summary>
internal static class DangerousGlobals
{
    private static readonly FrozenDictionary<string, string> s_modules = BuildModules();
    private static readonly FrozenDictionary<(string, string), string> s_names = BuildNames();

    /// <summary>Why a global is dangerous; null if it is not known to be.</summary>
    public static string? Find(string module, string name)
    {
        string first = name.Split('.')[0];
        if (s_names.TryGetValue((module, first), out string? reason)) return reason;
        for (string family = module; ; family = family[..family.LastIndexOf('.')])
        {
            if (s_modules.TryGetValue(family, out reason)) return reason;
            if (!family.Contains('.', StringComparison.Ordinal)) return null;
        }
    }

    private static FrozenDictionary<string, string> BuildModules()
    {
        var modules = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("runs programs", "os", "posix", "nt", "subprocess", "_posixsubprocess", "pty", "popen2", "commands", "multiprocessing", "concurrent", "asyncio", "sched", "_winapi", "pexpect", "sh", "plumbum", "fabric", "paramiko");
        Add("loads or runs code", "runpy", "imp", "importlib", "_imp", "_frozen_importlib", "_frozen_importlib_external", "zipimport", "pkgutil", "code", "codeop", "marshal", "site", "sitecustomize", "usercustomize",
            "modulefinder", "py_compile", "compileall", "pydoc", "pydoc_data", "lib2to3", "distutils", "setuptools", "pip", "ensurepip", "venv", "pkg_resources", "cffi", "cython", "numba", "jinja2", "mako", "IPython", "jupyter_client");
        Add("debugs, profiles or tests by running code", "pdb", "bdb", "trace", "cProfile", "profile", "timeit", "doctest", "unittest", "test", "pytest", "_pytest", "nose", "idlelib", "_pyrepl", "faulthandler", "tracemalloc");
        Add("reads a pickle inside of the pickle", "pickle", "_pickle", "cPickle", "pickletools", "dill", "cloudpickle", "joblib", "shelve", "jsonpickle", "copyreg", "copy_reg", "hickle", "klepto");
        Add("reaches native code or memory", "ctypes", "_ctypes", "mmap", "readline", "msvcrt", "winreg", "_winreg");
        Add("reaches the interpreter", "sys", "inspect", "types", "_thread", "threading", "atexit", "signal", "ast", "symtable", "dis", "opcode", "_xxsubinterpreters", "_interpreters", "antigravity", "this");
        Add("reaches the network", "socket", "_socket", "ssl", "_ssl", "socketserver", "http", "httplib", "urllib", "urllib2", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "smtpd", "poplib", "imaplib", "nntplib", "telnetlib", "xmlrpc", "xmlrpclib", "SimpleHTTPServer",
            "BaseHTTPServer", "CGIHTTPServer", "SimpleXMLRPCServer", "SocketServer", "webbrowser", "cgi", "wsgiref", "select", "selectors", "asyncore", "asynchat", "pycurl", "boto3", "botocore", "websocket", "websockets", "twisted", "tornado");
        Add("reaches files", "io", "_io", "_pyio", "shutil", "tempfile", "glob", "fileinput", "zipfile", "tarfile", "gzip", "bz2", "lzma", "linecache", "filecmp", "dbm", "sqlite3", "_sqlite3", "mailbox", "mailcap", "netrc", "configparser", "fsspec");
        Add("builds shell commands", "pipes", "cmd", "nturl2path", "rlcompleter");
        Add("attaches functions to names or calls by name", "operator", "_operator");
        return modules.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string reason, params string[] names)
        {
            foreach (string name in names) modules[name] = reason;
        }
    }

    private static FrozenDictionary<(string, string), string> BuildNames()
    {
        var names = new Dictionary<(string, string), string>();
        Add("runs or compiles code", "builtins", "eval", "exec", "execfile", "compile", "__import__", "breakpoint", "apply", "reload");
        Add("looks attributes up by name, or sets them", "builtins", "getattr", "setattr", "delattr", "hasattr", "vars", "dir", "globals", "locals", "type", "super", "classmethod", "staticmethod", "property");
        Add("calls what it is given", "builtins", "map", "filter", "sorted", "max", "min", "reduce", "iter", "help", "input", "raw_input");
        Add("reaches files", "builtins", "open", "file");
        Add("wraps a callable", "functools", "partial", "partialmethod", "reduce", "singledispatch", "wraps", "update_wrapper", "lru_cache", "cached_property", "cmp_to_key");
        Add("decodes with any codec", "_codecs", "decode", "lookup", "register");
        Add("decodes with any codec", "codecs", "decode", "encode", "lookup", "open", "register");
        Add("runs generated code", "collections", "namedtuple");
        Add("runs generated code", "dataclasses", "make_dataclass");
        Add("writes files or sends data", "logging", "FileHandler", "basicConfig");
        Add("writes files or runs configuration", "logging.config", "listen", "dictConfig", "fileConfig");
        Add("writes files", "logging.handlers", "SocketHandler", "DatagramHandler", "SMTPHandler", "HTTPHandler", "RotatingFileHandler", "TimedRotatingFileHandler", "SysLogHandler");
        Add("runs a program", "uuid", "_get_command_stdout", "_popen");
        Add("runs a program", "platform", "popen", "_syscmd_file", "_syscmd_ver");
        Add("reads a pickle inside of the pickle", "numpy", "load", "fromfile", "memmap", "loadtxt", "genfromtxt", "save", "savez", "savetxt", "tofile");
        Add("runs code", "numpy", "vectorize", "apply_along_axis", "frompyfunc");
        Add("runs programs", "numpy.testing", "_private");
        Add("runs code", "numpy.testing._private.utils", "runstring");
        Add("runs code", "numpy.f2py", "compile", "crackfortran");
        Add("runs code", "numpy.f2py.crackfortran", "getlincoef", "myeval", "_eval_length", "param_eval");
        Add("reads a pickle inside of the pickle", "torch", "load", "save", "compile");
        Add("reads a pickle inside of the pickle", "torch.storage", "_load_from_bytes");
        Add("loads code from the network", "torch.hub", "load", "load_state_dict_from_url", "download_url_to_file", "_load_local");
        Add("loads a program", "torch.jit", "load", "script", "trace", "_script", "unsupported_tensor_ops");
        Add("runs code", "torch.jit.unsupported_tensor_ops", "execWrapper");
        Add("loads Python code from the file", "torch.package", "PackageImporter", "package_importer");
        Add("reads a pickle inside of the pickle", "torch.serialization", "load", "_load", "_legacy_load", "save");
        Add("runs programs", "torch.utils.collect_env", "run", "run_and_read_all", "run_and_parse_first_match");
        Add("reads a pickle inside of the pickle", "torch.utils._config_module", "ConfigModule", "load_config");
        Add("reads a pickle inside of the pickle", "torch.utils.data.datapipes.utils.decoder", "basichandlers", "handle_extension");
        Add("builds and loads native code", "torch.utils.cpp_extension", "load", "load_inline", "CppExtension", "_jit_compile");
        Add("loads native code", "torch.ops", "load_library");
        Add("loads native code", "torch.classes", "load_library");
        Add("runs code", "torch.fx", "GraphModule", "graph_module");
        Add("runs code", "torch.fx.graph_module", "reduce_graph_module", "reduce_package_graph_module", "_exec_with_source", "_forward_from_src");
        Add("runs code", "torch._dynamo", "guards", "optimize");
        Add("runs code", "torch.distributed.rpc", "rpc_sync", "rpc_async", "remote");
        Add("runs code", "pandas", "eval");
        Add("runs code", "pandas.core.computation.eval", "eval");
        Add("runs code", "sympy", "sympify", "parse_expr", "lambdify");
        Add("loads code from the network", "transformers.dynamic_module_utils", "get_class_from_dynamic_module", "get_class_in_module");
        Add("runs a Keras Lambda", "keras.src.layers.core.lambda_layer", "Lambda");
        Add("defines types from code", "typing", "get_type_hints");
        Add("wipes scanner hooks", "fickling.hook", "remove_hook");
        return names.ToFrozenDictionary();

        void Add(string reason, string module, params string[] members)
        {
            foreach (string member in members) names[(module, member)] = reason;
        }
    }
}
