namespace SafeLoad.Globals;

/// <summary>
/// Judges a global by its name: allowed first, then known harmless by exact pair, then known dangerous by module and by part; everything
/// else is unknown. A dotted name is an attribute of something, whatever it is called, and never allowed or harmless.
/// </summary>
internal static class GlobalCatalog
{
    private static readonly HashSet<string> s_dangerousParts = new(StringComparer.Ordinal) { "os", "sys", "_os", "_sys", "subprocess", "builtins", "__builtin__", "__builtins__", "posix", "nt", "importlib", "ctypes", "pty" };

    public static JudgedGlobal Judge(string module, string name)
    {
        var (realModule, realName) = GlobalAliases.Resolve(module, name);
        bool dotted = name.Contains('.', StringComparison.Ordinal);
        if (!dotted && AllowedGlobals.Contains(realModule, realName)) return new(GlobalJudgement.Allowed, "on PyTorch's list of safe globals");
        if (!dotted && HarmlessGlobals.Find(realModule, realName) is { } harmless) return new(GlobalJudgement.Harmless, harmless.Reason, harmless.Use);
        if (DangerousGlobals.Find(module, name) is { } danger) return new(GlobalJudgement.Dangerous, danger);
        if (DangerousGlobals.Find(realModule, realName) is { } realDanger) return new(GlobalJudgement.Dangerous, realDanger);
        // pathlib.os.system, logging.os, torch.serialization.os: a module reaches every module that it imports.
        string[] moduleParts = realModule.Split('.');
        foreach (string part in realName.Split('.').Concat(moduleParts.Skip(1)))
        {
            if (s_dangerousParts.Contains(part)) return new(GlobalJudgement.Dangerous, $"reaches the module {part} through another one");
            if (part.Length > 4 && part.StartsWith("__", StringComparison.Ordinal) && part.EndsWith("__", StringComparison.Ordinal))
                return new(GlobalJudgement.Dangerous, $"{part} leads into the interpreter");
        }
        return new(GlobalJudgement.Unknown, "not known");
    }
}
