using System.Text.Json;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>The repository's real files.</summary>
internal static class Fixtures
{
    public static string Folder { get; } = Find();

    public static string PathOf(string file) => Path.Combine(Folder, file.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The files that PyTorch's safe loader opens, by their path below the folder.</summary>
    public static IEnumerable<string> Agreeing()
    {
        foreach (string set in (string[])["torch-2.11", "torch-1.13"])
        {
            using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(PathOf(set + "/manifest.json")));
            foreach (JsonElement row in manifest.RootElement.GetProperty("fixtures").EnumerateArray())
            {
                if (row.GetProperty("must").GetString() == "agree") yield return set + "/" + row.GetProperty("file").GetString();
            }
        }
    }

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SafeLoad.sln"))) folder = folder.Parent;
        return Environment.GetEnvironmentVariable("SAFELOAD_FIXTURES") ?? Path.Combine(folder!.FullName, "fixtures");
    }
}
