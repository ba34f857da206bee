using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>The files that people write: what is compiled, without what the compiler made.</summary>
internal static class HouseFiles
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = Path.GetDirectoryName(Fixtures.Root)!;

    /// <summary>The C# files of <c>src</c> and <c>tests</c>, by their paths in the repository.</summary>
    public static string[] Sources { get; } = [.. new[] { "src", "tests" }.SelectMany(Find).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Find(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));
}
