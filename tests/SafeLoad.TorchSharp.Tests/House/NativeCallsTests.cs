using SafeLoad.Tests.Support;

namespace SafeLoad.TorchSharp.Tests.House;

/// <summary>"Never runs anything" for the bridge: what it calls natively, and by reflection, stands on a list with its reason.</summary>
public sealed class NativeCallsTests
{
    private const string List = "tests/SafeLoad.TorchSharp.Tests/House/approved-references.txt";

    private static string Root => Path.GetDirectoryName(Fixtures.Folder)!;

    [Test]
    public void GivenTheBridge_WhatCouldRunSomethingIsApproved()
    {
        Dictionary<string, string> approved = File.ReadLines(Path.Combine(Root, List))
            .Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split(" # ", 2))
            .ToDictionary(static parts => parts[0], static parts => parts.Length == 2 ? parts[1] : "", StringComparer.Ordinal);
        string[] used = [.. AssemblyReferences.Dangerous(AssemblyReferences.Of(typeof(ModuleExtensions).Assembly.Location))];
        Assert.That(string.Join("\n", used.Except(approved.Keys)), Is.Empty,
            "new: if a review finds a reason for them, they are added with it");
        Assert.That(approved.Keys.Except(used), Is.Empty, "nothing uses these any more");
        Assert.That(approved.Values, Has.None.Empty, "each with its reason");
    }

    [Test]
    public void GivenTheBridge_OneFileCallsNatively()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Root, "src/SafeLoad.TorchSharp"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal) && File.ReadAllText(path) is var text
                && (text.Contains("unmanaged", StringComparison.Ordinal) || text.Contains("NativeLibrary", StringComparison.Ordinal)
                    || text.Contains("DllImport", StringComparison.Ordinal) || text.Contains("LibraryImport", StringComparison.Ordinal)))
            .Select(static path => Path.GetFileName(path))];
        Assert.That(files, Is.EqualTo(new[] { "CudaRuntime.cs" }));
    }
}
