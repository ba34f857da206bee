using System.Reflection;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>That a scan is complete follows from its account, in one place: nobody keeps a flag beside it.</summary>
public sealed class CompleteTests
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    private static IEnumerable<string> LinesWith(string text) => HouseFiles.Sources
        .Where(static path => path.StartsWith("src/SafeLoad/", StringComparison.Ordinal))
        .SelectMany(path => File.ReadLines(Path.Combine(Path.GetDirectoryName(Fixtures.Root)!, path))
            .Where(line => line.Contains(text, StringComparison.Ordinal)).Select(line => Path.GetFileName(path) + ": " + line.Trim()));

    [Test]
    public void GivenTheScanner_NoFlagSaysWhatTheAccountSays()
    {
        var flags = typeof(Scanner).Assembly.GetTypes()
            .Where(static type => type.Namespace is { } name && (name + ".").StartsWith("SafeLoad.Scanning.", StringComparison.Ordinal))
            .SelectMany(static type => type.GetProperties(All).Where(static property => property.PropertyType == typeof(bool))
                .Select(property => $"{type.Name}.{property.Name}")
                .Concat(type.GetFields(All).Where(static field => field.FieldType == typeof(bool) && field.Name[0] != '<')
                    .Select(field => $"{type.Name}.{field.Name}")))
            .Where(static name => name.Contains("omplete", StringComparison.Ordinal));
        Assert.That(flags, Is.EquivalentTo(new[] { "LedgerSums.IsComplete", "ScanReport.Complete" }));
    }

    [Test]
    public void GivenTheSources_OneReportIsMadeAndOneLineSaysWhetherItIsComplete()
    {
        string[] made = [.. LinesWith("new ScanReport(")];
        Assert.That(made, Has.Length.EqualTo(1));
        Assert.That(made[0], Does.Contain("reading.Worst, sums.IsComplete,"));
        Assert.That(LinesWith("sums.IsComplete"), Is.EqualTo(made), "nobody else asks");
        Assert.That(LinesWith("with { Complete").Concat(LinesWith(" Complete =")), Is.Empty);
    }
}
