using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework.Interfaces;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>docs/bypasses.md and the advisory tests name each other, with nothing left over on either side.</summary>
public sealed class AdvisoryDocumentTests
{
    private static readonly Type[] s_advisoryTests = [typeof(AdvisoryGlobalTests), typeof(AdvisoryStreamTests),
        typeof(AdvisoryContainerTests)];

    private static string Document => File.ReadAllText(Path.Combine(Path.GetDirectoryName(Fixtures.Root)!, "docs", "bypasses.md"));

    [Test]
    public void GivenEveryTestThatTheDocumentNames_Exists()
    {
        string[] named = [.. Regex.Matches(Document, @"`(SafeLoad\.Tests\.[A-Za-z0-9_.]+)`").Select(static match => match.Groups[1].Value)
            .Distinct()];
        Assert.That(named, Is.Not.Empty);
        Assert.That(named, Is.SubsetOf(AllTests()));
    }

    [Test]
    public void GivenEveryAdvisoryTest_IsInTheDocument()
    {
        string[] missing = [.. AllTests()
            .Where(static test => !test.EndsWith("_HasEachAdvisoryOnce", StringComparison.Ordinal)
                && !Document.Contains('`' + test + '`', StringComparison.Ordinal))];
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void GivenTheRowsOfNames_AreThoseOfTheTable()
    {
        string part = Document.Split("## Names that were not known")[1].Split("\n## ")[0];
        string[] rows = [.. part.Split('\n')
            .Where(static line => line.StartsWith("| GHSA-", StringComparison.Ordinal)
                || line.StartsWith("| CVE-", StringComparison.Ordinal))];
        Assert.That(rows.Select(static row => row[2..].Split(' ', ',')[0]),
            Is.EquivalentTo(AdvisoryGlobals.All.Select(static advisory => advisory.Id)));
        foreach (AdvisoryGlobals advisory in AdvisoryGlobals.All)
        {
            string row = rows.Single(row => row[2..].Split(' ', ',')[0] == advisory.Id);
            foreach (var (module, name) in advisory.Globals) Assert.That(row, Does.Contain($"`{module}.{name}`"));
        }
    }

    private static string[] AllTests() =>
        [.. s_advisoryTests.SelectMany(static type => type.GetMethods()
            .Where(static method => method.GetCustomAttributes().Any(static attribute => attribute is ITestBuilder or ISimpleTestBuilder))
            .Select(method => $"{type.FullName}.{method.Name}"))];
}
