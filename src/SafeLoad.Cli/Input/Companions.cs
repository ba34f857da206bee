using SafeLoad.Diagnostics;


namespace SafeLoad.Cli.Input;

/// <summary>The files beside a model's weights that a library needs to load it: its configuration, its tokenizer. They are no weights,
/// and are not written.</summary>
internal static class Companions
{
    private const int Shown = 5;

    private static readonly string[] s_extensions = [".json", ".jsonl", ".txt", ".model", ".jinja", ".tiktoken", ".spm", ".vocab", ".bpe",
        ".yaml", ".yml", ".py"];

    /// <summary>What to say about them, where a folder or an index was read and its companions are not beside what was written;
    /// null if there is nothing to say.</summary>
    /// <param name="input">The folder or index.</param>
    /// <param name="output">The file that was written.</param>
    /// <param name="read">The files that were read.</param>
    public static string? Beside(string input, string output, IEnumerable<string> read)
    {
        string? folder = Directory.Exists(input) ? input
            : input.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(Path.GetFullPath(input)) : null;
        if (folder is null || RealPath.Of(folder) == RealPath.Of(Path.GetDirectoryName(Path.GetFullPath(output)) ?? output)) return null;
        HashSet<string> weights = [.. read.Select(static path => Path.GetFileName(path))];
        List<string> names = [.. Directory.EnumerateFiles(folder).Select(static path => Path.GetFileName(path))
            .Where(name => IsCompanion(name) && !weights.Contains(name)).Order(StringComparer.Ordinal)];
        if (names.Count == 0) return null;
        return $"not copied, as they are no weights: {ListText.Of(names, Shown, static name => Checkpoint.Escape(name, 80))}; copy them to "
            + "OUT's folder to load the model from there";
    }

    private static bool IsCompanion(string name) =>
        !name.StartsWith('.') && !name.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase)
        && s_extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}
