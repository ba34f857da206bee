using System.Text.RegularExpressions;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>A file's namespace is its folder: whoever has a name knows where to look.</summary>
public sealed partial class FolderNamespaceTests
{
    private static readonly string s_root = Path.GetDirectoryName(Fixtures.Root)!;

    // The folders of projects whose namespace is not the folder's name.
    private static readonly Dictionary<string, string> s_roots = new() { ["tests/Samples"] = "SafeLoad.TorchSharp.Samples" };

    // What everybody meets who reads weights stands in the ground, and has the root's namespace: it takes no second using.
    // What a scan says of a file stands there too, for others know it; it has the namespace of scanning.
    // A line that no file needs any more is an error.
    private static readonly (string Folder, string Namespace)[] s_exceptions =
    [
        ("src/SafeLoad/Diagnostics", "SafeLoad"), ("src/SafeLoad/Diagnostics", "SafeLoad.Scanning"), ("src/SafeLoad/Tensors", "SafeLoad"),
        ("src/SafeLoad/IO", "SafeLoad"), ("src/SafeLoad/Scanning/Findings", "SafeLoad.Scanning"),
    ];

    // Programs begin with statements, and attributes of an assembly stand in no namespace.
    private static (string File, string Folder, string Namespace)[] Files { get; } =
        [.. HouseFiles.Sources.Select(static path =>
            (File: path, Folder: Path.GetDirectoryName(path)!.Replace('\\', '/'),
                Namespace: NamespacePattern().Match(File.ReadAllText(Path.Combine(s_root, path))).Groups[1].Value))
            .Where(static file => file.Namespace.Length > 0)];

    [Test]
    public void GivenSources_TheirNamespaceIsTheirFolder() =>
        Assert.That(Files.Where(static file => file.Namespace != Expected(file.Folder)
            && !s_exceptions.Contains((file.Folder, file.Namespace))).Select(static file => file.File + ": " + file.Namespace),
            Is.Empty);

    [Test]
    public void GivenExceptions_EachIsNeeded() =>
        Assert.That(s_exceptions.Where(static line =>
            !Files.Any(file => (file.Folder, file.Namespace) == line && file.Namespace != Expected(file.Folder))), Is.Empty);

    // Nobody would look for what is internal on a shelf for users.
    [Test]
    public void GivenExceptions_TheirFilesHoldPublicTypes() =>
        Assert.That(Files.Where(static file => s_exceptions.Contains((file.Folder, file.Namespace))
            && !PublicTypePattern().IsMatch(File.ReadAllText(Path.Combine(s_root, file.File)))).Select(static file => file.File), Is.Empty);

    // src/SafeLoad.Cli/Commands is SafeLoad.Cli.Commands.
    private static string Expected(string folder)
    {
        string[] parts = folder.Split('/');
        string root = s_roots.GetValueOrDefault(parts[0] + "/" + parts[1], parts[1]);
        return string.Join('.', parts[2..].Prepend(root));
    }

    [GeneratedRegex(@"^public ", RegexOptions.Multiline)]
    private static partial Regex PublicTypePattern();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespacePattern();
}
