using System.Text.RegularExpressions;
using SafeLoad.Opening;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>A format is its row: whoever opens, scans or takes a file apart asks the row and no format by name.</summary>
public sealed partial class FormatRowTests
{
    // A loader says what it has loaded.
    private const string Result = "new LoadedCheckpoint(";

    // What torch.save writes is what PyTorch puts into distributed checkpoints, and what torch.load takes: facts about PyTorch.
    private static readonly string[] s_ofPyTorch = ["src/SafeLoad/Opening/DcpFiles.cs"];

    private static readonly string[] s_rooms = ["Opening", "Scanning", "Loading", "Formats"];

    private static IEnumerable<string> FilesOf(params string[] rooms) => HouseFiles.Sources.Where(path =>
        rooms.Any(room => path.StartsWith($"src/SafeLoad/{room}/", StringComparison.Ordinal))
        && !path.StartsWith("src/SafeLoad/Opening/FormatTable", StringComparison.Ordinal) && !s_ofPyTorch.Contains(path));

    private static IEnumerable<(string File, string Line)> LinesOf(IEnumerable<string> files) => files.SelectMany(static file =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(Fixtures.Root)!, file)).Select(line => (file, line)));

    [Test]
    public void GivenTheSources_OnlyTheTableNamesFormats()
    {
        var naming = LinesOf(FilesOf(s_rooms))
            .Where(static row => NamesFormat().IsMatch(row.Line.Replace(Result + "CheckpointFormat.", "", StringComparison.Ordinal)))
            // The one that stands for all models of other libraries.
            .Where(static row => !row.Line.Contains("public bool IsOtherModel =>", StringComparison.Ordinal)).ToArray();
        Assert.That(naming, Is.Empty);
        var results = LinesOf(FilesOf("Formats"))
            .Where(static row => row.Line.Contains(Result + "CheckpointFormat.", StringComparison.Ordinal));
        Assert.That(results.Count(), Is.GreaterThan(10), "the test must see what there is");
    }

    // What knows the readers and loaders of all formats is one class.
    [Test]
    public void GivenTheLibrary_OnlyTheTableNamesLoadersAndReadersOfParts()
    {
        var edges = NamespaceGraph.Read(Path.Combine(AppContext.BaseDirectory, "SafeLoad.Core.dll"))
            .Where(static edge => !edge.External && IsAboveFormats(edge.FromNamespace)
                && edge.ToNamespace.StartsWith("SafeLoad.Formats.", StringComparison.Ordinal) && edge.FromNamespace != edge.ToNamespace
                && (edge.ToType.EndsWith("Loader", StringComparison.Ordinal) || edge.ToType.EndsWith("Parts", StringComparison.Ordinal)))
            .ToArray();
        Assert.That(edges.Count(static edge => edge.FromType == "FormatTable"), Is.GreaterThan(12));
        // Bytes in a pickle are a legacy stream, to PyTorch too.
        Assert.That(edges.Where(static edge => edge.FromType != "FormatTable").Select(static edge => $"{edge.FromType} {edge.ToType}"),
            Is.EqualTo(new[] { "CheckpointLoader LegacyLoader" }));
    }

    private static bool IsAboveFormats(string name) => name is "SafeLoad" or "SafeLoad.Opening"
        || (name + ".").StartsWith("SafeLoad.Scanning.", StringComparison.Ordinal);

    [Test]
    public void GivenTheRows_WhatIsCheckedHasALoader()
    {
        FormatRow[] rows = [.. FormatTable.Rows, .. FormatTable.ZipRows];
        Assert.That(rows.Count(static row => row.Load is not null), Is.GreaterThan(12));
        Assert.That(rows.Where(static row => row.IsChecked && row.Load is null), Is.Empty);
        Assert.That(rows.Where(static row => row.Records is not null && row.Layout is not FormatLayout.Zip), Is.Empty);
    }

    [GeneratedRegex(@"CheckpointFormat\.[A-Z]")]
    private static partial Regex NamesFormat();
}
