using System.Text.RegularExpressions;

namespace SafeLoad.Tests.House;

/// <summary>What the library shows is what somebody has to read before they find what they need: it is small, and stands on
/// shelves.</summary>
public sealed partial class PublicSurfaceTests
{
    // The numbers can only become smaller: who needs a new public type folds it into one that is there, or takes another one away.
    private const int MostInAll = 60;

    private static readonly Dictionary<string, int> s_most =
        new() { ["SafeLoad"] = 20, ["SafeLoad.Scanning"] = 10, ["SafeLoad.Writing"] = 8 };

    // Those inside of others count too.
    private static ILookup<string, string> Shelves { get; } =
        typeof(Checkpoint).Assembly.GetExportedTypes().ToLookup(static type => type.Namespace!, static type => type.Name);

    [Test]
    public void GivenTheLibrary_ItsPublicTypesAreFew() =>
        Assert.Multiple(() =>
        {
            foreach (var shelf in Shelves) TestContext.Out.WriteLine($"{shelf.Key}: {shelf.Count()} public types");
            Assert.That(Shelves.Sum(static shelf => shelf.Count()), Is.LessThanOrEqualTo(MostInAll), "in all");
            foreach (var (shelf, most) in s_most)
                Assert.That(Shelves[shelf].Count(), Is.InRange(1, most), $"{shelf}: {string.Join(' ', Shelves[shelf])}");
        });

    // The table of docs/library.md is all of it.
    [Test]
    public void GivenTheDocumentsTable_ItNamesEveryPublicTypeOnItsShelf()
    {
        var rows = RowPattern().Matches(File.ReadAllText(Path.Combine(HouseFiles.Root, "docs/library.md"))).ToDictionary(
            static row => row.Groups[1].Value,
            static row => NamePattern().Matches(row.Groups[2].Value).Select(static name => name.Groups[1].Value).Order().ToArray());
        Assert.That(rows.Keys, Is.EquivalentTo(Shelves.Select(static shelf => shelf.Key)));
        Assert.Multiple(() =>
        {
            foreach (var (shelf, names) in rows) Assert.That(names, Is.EqualTo(Shelves[shelf].Order()), shelf);
        });
    }

    // | `SafeLoad.Scanning` | what it is for | `Scanner`, `ScanOptions` |
    [GeneratedRegex(@"^\| `(SafeLoad[\w.]*)` \|[^|]*\|([^|]*)\|\r?$", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex NamePattern();
}
