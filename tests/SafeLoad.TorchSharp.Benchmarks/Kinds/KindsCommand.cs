using TorchSharp;
using TorchSharp.PyBridge;

namespace SafeLoad.TorchSharp.Benchmarks.Kinds;

/// <summary>Every kind of file by one call of SafeLoad and one of TorchSharp.PyBridge, into modules that it fits: what comes of
/// it.</summary>
internal static class KindsCommand
{
    private const string Right = "right", Refused = "refused";

    /// <summary>Prints the table.</summary>
    /// <param name="fixtures">The repository's folder of that name.</param>
    public static int Run(string fixtures)
    {
        int right = 0, cured = 0, peerRight = 0, peerWrong = 0;
        string? version = typeof(PyBridgeModuleExtensions).Assembly.GetName().Version?.ToString(3);
        Console.WriteLine($"| file, into a module that it fits | `load_pt` | PyBridge {version} |");
        Console.WriteLine("|---|---|---|");
        foreach (FileKind kind in FileKinds.All)
        {
            string own = Ours(kind, fixtures), peer = Theirs(kind, fixtures);
            if (own == Right || (kind.MustRefuse && own.StartsWith(Refused, StringComparison.Ordinal))) right++;
            else if (own.StartsWith("refused, and right", StringComparison.Ordinal)) cured++;
            if (peer == Right || (kind.MustRefuse && peer.StartsWith("exception", StringComparison.Ordinal))) peerRight++;
            if (peer.Contains("wrong", StringComparison.Ordinal)) peerWrong++;
            Console.WriteLine($"| {kind.Title} | {own} | {peer} |");
        }
        int all = FileKinds.All.Count;
        Console.WriteLine();
        Console.WriteLine($"Of {all} kinds `load_pt` does right with {right}, and refuses {cured} with the words that make it right; "
            + $"PyBridge does right with {peerRight}, and loads {peerWrong} wrong without an exception.");
        return right + cured == all ? 0 : 1;
    }

    private static string PathOf(FileKind kind, string fixtures)
    {
        string path = Path.Combine(fixtures, kind.Path);
        return kind.Make is null ? path : kind.Make(path);
    }

    private static string Ours(FileKind kind, string fixtures)
    {
        string path = PathOf(kind, fixtures);
        using var module = new KindModule(kind, fixtures);
        try
        {
            module.load_pt(path);
            return kind.MustRefuse ? "**loaded, and should not be**" : module.IsRight ? Right : "**wrong**";
        }
        catch (Exception problem) when (problem is SafeLoadException or InvalidOperationException or NotSupportedException)
        {
            // What was read before the damage was found is named.
            if (!module.Touched.All(((string[]?)problem.Data["SafeLoad.Written"] ?? []).Contains)) return "**refused, and written to**";
            if (kind.MustRefuse) return module.Touched.Count == 0 ? Refused : Refused + ", naming what was written";
            if (kind.Cure is null || kind.Cured is null || !problem.Message.Contains(kind.Cure, StringComparison.Ordinal))
                return $"**refused**: {problem.Message.ReplaceLineEndings(" ")}";
            kind.Cured(module, path);
            return module.IsRight ? $"refused, and right with `{kind.Cure}`" : "**wrong with the cure**";
        }
    }

    private static string Theirs(FileKind kind, string fixtures)
    {
        string path = PathOf(kind, fixtures);
        using var module = new KindModule(kind, fixtures);
        TextWriter console = Console.Out;
        try
        {
            // It draws a bar of progress there.
            Console.SetOut(TextWriter.Null);
            if (path.EndsWith(".safetensors", StringComparison.Ordinal)) module.load_safetensors(path);
            else if (path.EndsWith(".index.json", StringComparison.Ordinal))
                module.load_checkpoint(Path.GetDirectoryName(path)!);
            else module.load_py(path);
        }
        catch (Exception problem)
        {
            return $"exception{(module.Touched.Count == 0 ? "" : ", and half written")} ({problem.GetType().Name})";
        }
        finally
        {
            Console.SetOut(console);
        }
        return kind.MustRefuse ? "**wrong, no exception**" : module.IsRight ? Right : "**wrong, no exception**";
    }
}
