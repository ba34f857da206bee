using System.Text.Json;

namespace SafeLoad.Tests.Support;

/// <summary>The real files in <c>fixtures/</c> and what real PyTorch read out of them.</summary>
internal static class Fixtures
{
    /// <summary>The folder <c>fixtures</c> of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a fixture: <c>torch-2.11/dtype/bfloat16.pt</c>.</summary>
    public static string PathOf(string name) => Path.Combine(Root, name.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The rows of a folder's manifest.</summary>
    public static IReadOnlyList<JsonElement> Rows(string folder)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(PathOf(folder + "/manifest.json")));
        return [.. manifest.RootElement.GetProperty("fixtures").EnumerateArray().Select(static row => row.Clone())];
    }

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "SafeLoad.sln"))) return Path.Combine(folder, "fixtures");
        }
        throw new DirectoryNotFoundException("The tests run inside of the repository: no folder above them holds SafeLoad.sln.");
    }
}
