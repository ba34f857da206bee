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

    // What these are called leads there, whatever stands before them: a module has the modules that it imports as names of its own.
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
        ["importlib.util"] = ["spec_from_file_location", "module_from_spec"],
        ["ctypes"] = ["CDLL", "PyDLL", "WinDLL", "OleDLL"],
        ["pty"] = ["spawn", "fork"],
        ["pydoc"] = ["pipepager", "tempfilepager", "locate", "safeimport", "importfile", "resolve"],
        ["timeit"] = ["timeit", "repeat", "Timer", "main"],
        ["cProfile"] = s_run,
        ["pdb"] = s_run,
        ["bdb"] = s_run,
        ["doctest"] = ["testfile", "debug_script", "testsource", "debug"],
        ["distutils.spawn"] = ["spawn"],
        ["pip._internal"] = ["main"],
        ["webbrowser"] = ["open"],
        ["urllib.request"] = ["urlopen", "urlretrieve"],
        ["multiprocessing"] = ["Process"],
        ["asyncio"] = ["create_subprocess_shell", "create_subprocess_exec"],
        ["pexpect"] = ["run", "spawn"],
        ["pickle"] = s_pickle,
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
    };

    // Words that other packages have modules of their own for.
    private static readonly Dictionary<string, string[]> s_whole = new(StringComparer.Ordinal)
    {
        ["code"] = ["interact", "InteractiveConsole", "InteractiveInterpreter"],
        ["profile"] = s_run,
        ["pip"] = ["main"],
    };

    // As many as the longest of these has.
    private const int MostWords = 3;

    /// <summary>Every module that is known, with its functions.</summary>
    public static IEnumerable<(string Module, string Name)> All =>
        s_anywhere.Concat(s_whole).SelectMany(static row => row.Value.Select(name => (row.Key, name)));

    /// <summary>Whether a name, <c>module.function</c> or <c>module:function</c>, is that of such a function.</summary>
    public static bool Has(string path)
    {
        string[] parts = path.Trim().Replace(':', '.').Split('.');
        if (parts.Length < 2) return false;
        string name = parts[^1], module = string.Join('.', parts[..^1]);
        for (int words = 1; words <= Math.Min(MostWords, parts.Length - 1); words++)
        {
            string behind = string.Join('.', parts[^(words + 1)..^1]);
            // Modules import others under names of their own: _os.
            if (IsOf(s_anywhere, behind, name) || IsOf(s_anywhere, behind.TrimStart('_'), name)) return true;
        }
        if (IsOf(s_whole, module, name)) return true;
        var (realModule, realName) = GlobalAliases.Resolve(module, name);
        return IsOf(s_anywhere, realModule, realName) || IsOf(s_whole, realModule, realName);
    }

    private static bool IsOf(Dictionary<string, string[]> table, string module, string name) =>
        table.TryGetValue(module, out string[]? names) && Array.IndexOf(names, name) >= 0;
}
