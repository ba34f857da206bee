using SafeLoad.Globals;
using SafeLoad.Scanning;

namespace SafeLoad.Loading;

/// <summary>
/// Judges a global by its name: allowed first, then known harmless by exact pair, then known dangerous by module and by part; everything
/// else is unknown. A dotted name is an attribute of something, whatever it is called: never allowed, and harmless only as one of the few
/// methods that are known.
/// </summary>
internal static class GlobalCatalog
{
    // No honest class is nested this deep; a path that leads through modules again and again only hides where it ends.
    private const int MostNameParts = 32;

    // What is looked for inside of a dotted name: torch.hub.load has three parts, the longest listed module and its name have these.
    private const int MostInside = 5;

    /// <summary>A global with all that is known of it.</summary>
    public static NamedGlobal Of(string module, string name, CheckpointLocation at) =>
        new(module, name, Judge(module, name).Judgement, at, SetOf(module, name));

    /// <summary>The set that a caller may choose to have it read as data.</summary>
    public static GlobalSets SetOf(string module, string name)
    {
        var (realModule, realName) = GlobalAliases.Resolve(module, name);
        return AllowedGlobals.Find(realModule, realName)?.Selectable ?? GlobalSets.None;
    }

    public static JudgedGlobal Judge(string module, string name)
    {
        var (realModule, realName) = GlobalAliases.Resolve(module, name);
        bool dotted = name.Contains('.', StringComparison.Ordinal);
        if (!dotted && AllowedGlobals.Contains(realModule, realName))
            return new(GlobalJudgement.Allowed, "on PyTorch's list of safe globals");
        HarmlessGlobal? harmless = dotted ? null : HarmlessGlobals.Find(module, name);
        if (!dotted && !GlobalAliases.IsRenamed(module, name)) harmless ??= HarmlessGlobals.Find(realModule, realName);
        if (harmless is not null) return new(GlobalJudgement.Harmless, harmless.Reason, harmless.Use, harmless.IsShared);
        if (dotted && realName.Split('.') is [var type, var method] && KnownMethods.Has(realModule, type, method))
            return new(GlobalJudgement.Harmless, KnownMethods.Reason, GlobalUse.Name);
        string? danger = DangerousGlobals.Find(module, name) ?? DangerousGlobals.Find(realModule, realName)
            ?? FindJoined(realModule, realName.Split('.')) ?? FindPart(realModule.Split('.'), realName.Split('.'));
        return danger is null ? new(GlobalJudgement.Unknown, "not known") : new(GlobalJudgement.Dangerous, danger);
    }

    // The module torch with the name hub.load is the module torch.hub with the name load, and torch with hub is that module itself.
    private static string? FindJoined(string module, string[] name)
    {
        string path = module;
        for (int i = 0; i < Math.Min(name.Length, MostInside); i++)
        {
            if (i > 0 && DangerousGlobals.FindName(path, name[i]) is { } known) return known;
            path = path + "." + name[i];
            if (DangerousGlobals.FindModule(path) is { } reason) return reason;
        }
        return null;
    }

    // pathlib.os.system, logging.os, torch.serialization.os: a module reaches every module that it imports.
    // What stands in the middle of a dotted name is surely reached through it; elsewhere the word may be an honest one.
    private static string? FindPart(string[] module, string[] name)
    {
        for (int i = 1; i < module.Length; i++)
        {
            if (Reach(module[i], surely: false) is { } reason) return reason;
        }
        if (name.Length > MostNameParts) return "a dotted name of more parts than any honest one hides what it reaches";
        for (int i = 0; i < name.Length; i++)
        {
            if ((Reach(name[i], surely: i < name.Length - 1) ?? FindInside(name, i)) is { } reason) return reason;
        }
        return null;
    }

    private static string? Reach(string part, bool surely)
    {
        if (part.Length > 4 && part.StartsWith("__", StringComparison.Ordinal) && part.EndsWith("__", StringComparison.Ordinal))
            return "a name between double underscores leads into the interpreter";
        if (DangerousGlobals.IsFunction(part))
            return "a name that stands for a function of the standard library which runs, loads or reaches things, wherever it was "
                + "imported to";
        return DangerousGlobals.IsModule(part, surely) ? $"reaches the module {part} through another one" : null;
    }

    // xyz.torch.load: the parts from here on are a module and a name that are known together.
    private static string? FindInside(string[] name, int start)
    {
        for (int end = start + 1; end < Math.Min(name.Length, start + MostInside); end++)
        {
            if (DangerousGlobals.Find(string.Join('.', name, start, end - start), name[end]) is { } reason) return reason;
        }
        return null;
    }
}
