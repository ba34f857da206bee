using SafeLoad.Globals;

namespace SafeLoad.Scanning.Python;

/// <summary>
/// Functions that run a program or code, or load some, by their whole names. Where a name stands under a word that can mean anything
/// (<c>type</c>, <c>function</c>), only these are dangerous: the catalogue's modules and words also stand in the names of exceptions,
/// records and schemas that nobody calls.
/// </summary>
internal static class KnownPrograms
{
    private static readonly string[] s_system = ["system", "popen", "popen2", "popen3", "popen4", "startfile", "fork", "forkpty", "kill",
        "killpg", "remove", "unlink", "rmdir", "removedirs", "rename", "renames", "replace", "putenv", "execl", "execle", "execlp",
        "execlpe", "execv", "execve", "execvp", "execvpe", "spawnl", "spawnle", "spawnlp", "spawnlpe", "spawnv", "spawnve", "spawnvp",
        "spawnvpe", "posix_spawn", "posix_spawnp", "_exit", "abort"],
        s_pickle = ["load", "loads", "Unpickler"], s_run = ["run", "runctx", "runeval", "runcall", "main"],
        s_evaluating = ["eval", "exec", "execfile", "compile", "__import__", "breakpoint", "open", "getattr", "setattr"];

    // Modules of the standard library that no other package has a module of the same name for: whatever stands before them leads there.
    private static readonly Dictionary<string, string[]> s_anywhere = new(StringComparer.Ordinal)
    {
        ["os"] = s_system,
        ["posix"] = s_system,
        ["nt"] = s_system,
        ["builtins"] = s_evaluating,
        ["__builtin__"] = s_evaluating,
        ["subprocess"] = ["Popen", "run", "call", "check_call", "check_output", "getoutput", "getstatusoutput"],
        ["runpy"] = ["run_path", "run_module", "_run_code", "_run_module_code", "_run_module_as_main"],
        ["shutil"] = ["rmtree", "move", "copy", "copy2", "copyfile", "copytree", "unpack_archive", "make_archive", "chown"],
        ["importlib"] = ["import_module", "__import__", "reload"],
        ["ctypes"] = ["CDLL", "PyDLL", "WinDLL", "OleDLL"],
        ["pty"] = ["spawn", "fork"],
    };

    private static readonly Dictionary<string, string[]> s_whole = new(StringComparer.Ordinal)
    {
        ["pydoc"] = ["pipepager", "tempfilepager", "locate", "safeimport", "importfile", "resolve"],
        ["timeit"] = ["timeit", "repeat", "Timer", "main"],
        ["code"] = ["interact", "InteractiveConsole", "InteractiveInterpreter"],
        ["cProfile"] = s_run,
        ["profile"] = s_run,
        ["pdb"] = s_run,
        ["bdb"] = s_run,
        ["doctest"] = ["testfile", "debug_script", "testsource", "debug"],
        ["importlib.util"] = ["spec_from_file_location", "module_from_spec"],
        ["distutils.spawn"] = ["spawn"],
        ["pip"] = ["main"],
        ["pip._internal"] = ["main"],
        ["webbrowser"] = ["open"],
        ["urllib.request"] = ["urlopen", "urlretrieve"],
        ["multiprocessing"] = ["Process"],
        ["asyncio"] = ["create_subprocess_shell", "create_subprocess_exec"],
        ["pexpect"] = ["run", "spawn"],
        ["pickle"] = s_pickle,
        ["_pickle"] = s_pickle,
        ["cPickle"] = s_pickle,
        ["dill"] = [.. s_pickle, "load_session"],
        ["cloudpickle"] = s_pickle,
        ["marshal"] = s_pickle,
        ["joblib"] = ["load"],
        ["shelve"] = ["open"],
        ["jsonpickle"] = ["decode"],
        ["yaml"] = ["load", "unsafe_load", "full_load"],
        ["torch"] = ["load"],
        ["torch.serialization"] = ["load"],
        ["torch.hub"] = ["load", "load_state_dict_from_url", "download_url_to_file"],
        ["torch.jit"] = ["load"],
        ["torch.utils.cpp_extension"] = ["load", "load_inline"],
        ["numpy"] = ["load"],
        ["pandas"] = ["read_pickle", "eval"],
        ["mmengine.fileio"] = ["load"],
        ["mlflow.pyfunc"] = ["load_model"],
        ["keras.models"] = ["load_model"],
        ["tensorflow.keras.models"] = ["load_model"],
    };

    // From these everything can be reached, too.
    private static readonly string[] s_leading = ["sys", "pickle", "marshal", "inspect"];

    /// <summary>Whether a part of a dotted name is a module that other modules know, and that programs are in: what is behind it is no
    /// part of the package that the name begins with.</summary>
    public static bool IsModule(string part) => s_anywhere.ContainsKey(part) || s_anywhere.ContainsKey(part.TrimStart('_'))
        || Array.IndexOf(s_leading, part.TrimStart('_')) >= 0;

    /// <summary>Every module that is known, with its functions.</summary>
    public static IEnumerable<(string Module, string Name)> All =>
        s_anywhere.Concat(s_whole).SelectMany(static row => row.Value.Select(name => (row.Key, name)));

    /// <summary>Whether a name, <c>module.function</c> or <c>module:function</c>, is that of such a function.</summary>
    public static bool Has(string path)
    {
        string[] parts = path.Trim().Replace(':', '.').Split('.');
        if (parts.Length < 2) return false;
        string name = parts[^1], last = parts[^2];
        // Modules import others under names of their own: _os.
        if (IsOf(s_anywhere, last, name) || IsOf(s_anywhere, last.TrimStart('_'), name)) return true;
        string module = string.Join('.', parts[..^1]);
        if (IsOf(s_whole, module, name)) return true;
        var (realModule, realName) = GlobalAliases.Resolve(module, name);
        return IsOf(s_anywhere, realModule, realName) || IsOf(s_whole, realModule, realName);
    }

    private static bool IsOf(Dictionary<string, string[]> table, string module, string name) =>
        table.TryGetValue(module, out string[]? names) && Array.IndexOf(names, name) >= 0;
}
