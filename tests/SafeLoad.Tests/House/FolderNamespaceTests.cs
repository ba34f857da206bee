using System.Text.RegularExpressions;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>A file's namespace is its folder: whoever has a name knows where to look.</summary>
public sealed partial class FolderNamespaceTests
{
    private static readonly string s_root = Path.GetDirectoryName(Fixtures.Root)!;

    // The folders of projects whose namespace is not the folder's name.
    private static readonly Dictionary<string, string> s_roots = new() { ["tests/Samples"] = "SafeLoad.TorchSharp.Samples" };

    // Errors, limits and options stand in the ground, and have the root's namespace: catching an error takes no second using.
    // A line that no file needs any more is an error.
    private static readonly Dictionary<string, string> s_exceptions = new() { ["src/SafeLoad/Diagnostics"] = "SafeLoad" };

    // Programs begin with statements, and attributes of an assembly stand in no namespace.
    private static (string File, string Folder, string Namespace)[] Files { get; } =
        [.. HouseFiles.Sources.Select(static path =>
            (File: path, Folder: Path.GetDirectoryName(path)!.Replace('\\', '/'),
                Namespace: NamespacePattern().Match(File.ReadAllText(Path.Combine(s_root, path))).Groups[1].Value))
            .Where(static file => file.Namespace.Length > 0)];

    [Test]
    public void GivenSources_TheirNamespaceIsTheirFolder() =>
        Assert.That(Files.Where(static file => file.Namespace != Expected(file.Folder)
            && s_exceptions.GetValueOrDefault(file.Folder) != file.Namespace).Select(static file => file.File + ": " + file.Namespace),
            Is.Empty);

    [Test]
    public void GivenExceptions_EachIsNeeded() =>
        Assert.That(s_exceptions.Where(static line =>
            !Files.Any(file => file.Folder == line.Key && file.Namespace == line.Value && file.Namespace != Expected(file.Folder)))
            .Select(static line => line.Key), Is.Empty);

    // src/SafeLoad.Cli/Commands is SafeLoad.Cli.Commands.
    private static string Expected(string folder)
    {
        string[] parts = folder.Split('/');
        string root = s_roots.GetValueOrDefault(parts[0] + "/" + parts[1], parts[1]);
        return string.Join('.', parts[2..].Prepend(root));
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespacePattern();
}
