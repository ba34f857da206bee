using SafeLoad.Cli.Commands;
using SafeLoad.Cli.Input;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests.Commands;

public sealed class FileWalkTests
{
    private const int ManyFiles = 20_000, ManyPaths = 100_000;

    // A name of 20 characters takes some 80 bytes; the list that grows, as much again at worst.
    private const long MostBytesPerFile = 200, MostBytesOfAList = 1 << 20;

    [Test]
    public void GivenNamesThatSortAroundTheSlash_ComesInTheOrdinalOrderOfFullPaths()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "a/z", "a.b", "a-b", "a0", "a/b/c", "a/b.c", "b", "A/x" }) folder.Write(name, "");
        string[] paths = [.. Walk(folder.Root)];
        Assert.Multiple(() =>
        {
            Assert.That(paths, Has.Length.EqualTo(8));
            Assert.That(paths, Is.EqualTo(paths.Order(StringComparer.Ordinal)));
        });
    }

    [Test]
    public void GivenFolderThatDisappearsMeanwhile_SaysSoAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "a.pt", "b/x.pt", "c.pt" }) folder.Write(name, "");
        var found = new List<InputFile>();
        foreach (InputFile file in FileWalk.Files(folder.Root, static _ => true, static _ => true))
        {
            if (found.Count == 0) Directory.Delete(Path.Combine(folder.Root, "b"), recursive: true);
            found.Add(file);
        }
        Assert.That(found.Select(file => (Path.GetFileName(file.Path), file.Problem is null)),
            Is.EqualTo(new[] { ("a.pt", true), ("b", false), ("c.pt", true) }));
    }

    [Test]
    public void GivenManyFiles_HoldsNoMoreThanTheirNames()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < ManyFiles; i++)
            File.OpenHandle(Path.Combine(folder.Root, $"checkpoint-{i:D6}.pt"), FileMode.CreateNew, FileAccess.Write).Dispose();
        Assert.That(Growth(Walk(folder.Root), MostBytesPerFile * ManyFiles), Is.EqualTo((ManyFiles, true)));
    }

    [Test]
    public void GivenListOfAHundredThousandPaths_HoldsOneOfThem()
    {
        var list = new MemoryStream();
        for (int i = 0; i < ManyPaths; i++) list.Write(System.Text.Encoding.ASCII.GetBytes($"some/folder/checkpoint-{i:D6}.pt\n"));
        list.Position = 0;
        var terminal = new Terminal(Stream.Null, TextWriter.Null, CancellationToken.None, list);
        Assert.That(Growth(PathList.Open("-", '\n', terminal), MostBytesOfAList), Is.EqualTo((ManyPaths, true)));
    }

    private static IEnumerable<string> Walk(string root) =>
        FileWalk.Files(root, static _ => true, static _ => true).Select(static file => file.Path);

    private static (int Count, bool IsSmall) Growth(IEnumerable<string> paths, long allowed)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        int count = 0;
        foreach (string _ in paths)
        {
            if (count++ % 7_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        return (count, most < allowed);
    }
}
