using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary>What files are called in a folder that is named as OUT: by IN's name.</summary>
internal static class OutputName
{
    private const string Index = ".index.json";

    /// <summary>The name: <c>model.safetensors</c>.</summary>
    /// <param name="input">A file, an index of shards or a folder.</param>
    /// <param name="format">What is written; null for what IN's name says.</param>
    public static string Of(string input, TensorFileFormat? format)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(input)));
        if (name.EndsWith(Index, StringComparison.OrdinalIgnoreCase)) name = name[..^Index.Length];
        bool isFolder = Directory.Exists(input);
        TensorFileFormat? own = isFolder ? null : TensorFileFormat.OfPath(name);
        // The stream of old PyTorch has no ending of its own, and stands under the zip's.
        if (own is not null && (format is null || format == own || format == TensorFileFormat.Legacy && own == TensorFileFormat.Zip))
            return name;
        string stem = own is null ? isFolder ? name : Path.GetFileNameWithoutExtension(name)
            : name[..^own.Endings.Where(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                .Max(static ending => ending.Length)];
        TensorFileFormat written = format ?? TensorFileFormat.Safetensors;
        return stem + (written == TensorFileFormat.Legacy ? TensorFileFormat.Zip : written).Endings[0];
    }
}
