namespace SafeLoad.Globals;

/// <summary>
/// What is known to run code, load code, or reach files, processes, the network or the interpreter: whole modules with their
/// submodules, and single names of modules that are harmless otherwise.
/// </summary>
internal static partial class DangerousGlobals
{
    // The longest module path that is listed. A path that the file chose may have a million parts; no more than these are asked for.
    private const int MostParts = 6;

    // Words that honest module paths and functions contain as well as the standard library (scipy.signal, pandas.io, torch.trace).
    // As the middle of a dotted name they count all the same: there something is reached through them.
    private static readonly HashSet<string> s_ordinaryWords = new(StringComparer.Ordinal)
    {
        "annotationlib", "ansible", "anyio", "argparse", "ast", "celery", "cmd", "code", "codecs", "commands", "compiler", "compression",
        "concurrent", "configparser", "contextlib", "contextvars", "copy", "curses", "dask",
        "dataclasses", "dis", "dl", "docker", "encodings", "eventlet", "fabric", "flask", "functools", "future", "gc", "glob", "gradio",
        "grp", "http", "hydra", "hypothesis", "imp", "inspect", "invoke", "io",
        "joblib", "logging", "loky", "multiprocessing", "new", "nis", "nose", "opcode", "operator", "optparse", "parser", "past", "pathlib",
        "pickle", "pipes",
        "platform", "profile", "redis", "requests", "resource", "sched", "select", "sh", "selenium", "shelve", "signal", "site", "ssl",
        "streamlit", "tables", "test", "theano", "this", "threading",
        "trace", "traceback", "trio", "triton", "turtle", "types", "uuid", "warnings", "wave", "xml", "yaml", "zmq",
    };

    // Names that mean the same function in every module that has them, and that no honest pickle needs.
    private static readonly HashSet<string> s_functions = new(StringComparer.Ordinal)
    {
        "attrgetter", "check_call", "check_output", "exec_module", "getoutput", "getstatusoutput", "import_module", "itemgetter",
        "methodcaller",
        "module_from_spec", "partialmethod", "Popen", "resolve_name", "rmtree", "run_module", "run_path", "spec_from_file_location",
        "urlopen", "urlretrieve",
    };

    private static readonly Dictionary<string, string> s_modules = BuildModules();
    private static readonly Dictionary<string, string> s_names = BuildNames();

    /// <summary>Why a global is dangerous; null if it is not known to be.</summary>
    public static string? Find(string module, string name)
    {
        if (FindName(module, name) is { } known) return known;
        for (int part = 0, end = -1; part < MostParts; part++)
        {
            end = module.IndexOf('.', end + 1);
            if (s_modules.TryGetValue(end < 0 ? module : module[..end], out string? reason)) return reason;
            if (end < 0) return null;
        }
        return null;
    }

    /// <summary>Why a single name of a module is dangerous; null if it is not listed itself.
    /// Of a dotted name the first part counts.</summary>
    public static string? FindName(string module, string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return s_names.GetValueOrDefault(GlobalKey.Of(module, dot < 0 ? name : name[..dot]));
    }

    /// <summary>Why a module is dangerous as a whole; null if it is not listed itself.</summary>
    public static string? FindModule(string module) => s_modules.GetValueOrDefault(module);

    /// <summary>Whether a part of a path is called like a dangerous function that other modules import under its own name:
    /// collections._itemgetter.</summary>
    public static bool IsFunction(string part) => s_functions.Contains(part.TrimStart('_'));

    /// <summary>Whether a part of a path is the name of a dangerous module.</summary>
    /// <param name="part">The part.</param>
    /// <param name="surely">Whether the part is something that others are reached through; then ordinary words count too.</param>
    public static bool IsModule(string part, bool surely)
    {
        // Modules import others under a name of their own: random._os, tempfile._os.
        string bare = part.TrimStart('_');
        return part is "builtins" or "__builtin__"
            || ((s_modules.ContainsKey(part) || s_modules.ContainsKey(bare)) && (surely || !s_ordinaryWords.Contains(bare)));
    }

    private static Dictionary<string, string> BuildModules()
    {
        var modules = new Dictionary<string, string>(StringComparer.Ordinal);
        AddStandardLibrary(modules);
        AddPackages(modules);
        return modules;
    }

    private static Dictionary<string, string> BuildNames()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        AddBuiltins(names);
        AddStandardLibraryNames(names);
        AddPackageNames(names);
        return names;
    }

    private static void Family(Dictionary<string, string> to, string reason, params string[] modules)
    {
        foreach (string module in modules) to[module] = reason;
    }

    private static void Names(Dictionary<string, string> to, string reason, string module, params string[] members)
    {
        foreach (string member in members) to[GlobalKey.Of(module, member)] = reason;
    }
}
