using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>A line fits beside another one on a screen: small files are no virtue where each line is two.</summary>
public sealed class LineWidthTests
{
    private const int Widest = 140;

    [Test]
    public void GivenSources_NoLineIsLongerThan140()
    {
        string root = Path.GetDirectoryName(Fixtures.Root)!;
        var wide = HouseFiles.Sources.SelectMany(path => File.ReadLines(Path.Combine(root, path))
            .Select((line, i) => (Line: i + 1, line.Length)).Where(static line => line.Length > Widest)
            .Select(line => $"{path}:{line.Line} has {line.Length} characters"));
        Assert.That(HouseFiles.Sources, Has.Length.GreaterThan(500));
        Assert.That(wide, Is.Empty);
    }
}
