using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SafeLoad.Cli.Reporting;
using static SafeLoad.Cli.Tests.Reporting.ReportSamples;
using static SafeLoad.Tests.Support.Sequences;

namespace SafeLoad.Cli.Tests.Reporting;

/// <summary>What a file chose can forge nothing: a report of hostile texts has the shape of the same report of harmless ones.</summary>
public sealed partial class ForgingTests
{
    private static readonly string[] s_json = ["json", "sarif", "gitlab", "cyclonedx"];

    private static string Hostile(string format) => Write(format, Everything, Files(ReportSamples.Hostile));

    private static string Harmless(string format) => Write(format, Everything, Files("harmless"));

    [TestCaseSource(typeof(Reporters), nameof(Reporters.Formats))]
    public void GivenHostileTexts_NothingThatActsComesOut(string format)
    {
        string report = Hostile(format);
        Assert.Multiple(() =>
        {
            Assert.That(Acting(report.Replace("\n", "", StringComparison.Ordinal)), Is.Empty);
            Assert.That(report, Does.Contain("forged"), "the texts are there");
            Assert.That(Regex.Count(report, @"##\["), Is.Zero);
            Assert.That(Regex.Count(report, @"##vso\["), Is.EqualTo(Regex.Count(Harmless(format), @"##vso\[")),
                "logging commands, wherever they stand in a line");
        });
    }

    [TestCaseSource(typeof(Reporters), nameof(Reporters.Formats))]
    public void GivenHostileTexts_LinesAreAsMany(string format) =>
        Assert.That(Hostile(format).Split('\n'), Has.Length.EqualTo(Harmless(format).Split('\n').Length));

    [TestCaseSource(typeof(Reporters), nameof(Reporters.Formats))]
    public void GivenHostileTexts_LinesBeginTheSame(string format) =>
        Assert.That(Hostile(format).Split('\n').Select(Start), Is.EqualTo(Harmless(format).Split('\n').Select(Start)));

    [TestCaseSource(nameof(s_json))]
    public void GivenHostileTexts_JsonHasTheSameMembersInTheSamePlaces(string format) =>
        Assert.That(Shape(Hostile(format)), Is.EqualTo(Shape(Harmless(format))));

    [Test]
    public void GivenHostileTexts_EveryNdjsonLineHasTheSameMembers() =>
        Assert.That(Hostile("ndjson").TrimEnd().Split('\n').Select(Shape),
            Is.EqualTo(Harmless("ndjson").TrimEnd().Split('\n').Select(Shape)));

    [Test]
    public void GivenHostileTexts_JsonGivesThemBackAsTheyAre() =>
        Assert.That(Write("json", Everything, Dangerous("a.pt", "x\x1b\n##vso[\u202e")), Does.Contain("""
            "x\u001b\u000a#\u0023vso[\u202e: runs programs"
            """.Trim()));

    [Test]
    public void GivenHostileTexts_JunitHasTheSameElements() =>
        Assert.That(Elements(Hostile("junit")), Is.EqualTo(Elements(Harmless("junit"))));

    [Test]
    public void GivenHostileTexts_MarkdownRowsHaveTheSameCellsAndNothingIsMarkup()
    {
        string report = Hostile("markdown");
        Assert.Multiple(() =>
        {
            foreach (string row in Each(report.Split('\n').Where(static line => line.StartsWith('|')), atLeast: 3))
                Assert.That(row.Count(static c => c == '|'), Is.EqualTo(7), row);
            string outside = CodePattern().Replace(report, "");
            Assert.That(report, Does.Not.Contain('<').And.Not.Contain("]("));
            Assert.That(outside, Does.Not.Contain('`').And.Not.Contain('@').And.Not.Contain("forged").And.Not.Contain("http"),
                "texts of the file stand in code spans");
        });
    }

    [Test]
    public void GivenHostileTexts_GithubCommandsKeepTheirProperties()
    {
        var commands = Hostile("github").Split('\n')
            .Where(static line => line.StartsWith("::", StringComparison.Ordinal) && line.Contains("file=", StringComparison.Ordinal));
        foreach (string line in Each(commands, atLeast: 1))
            Assert.That(line, Does.Match(@"^::(error|warning|notice) file=[^:,]+,title=SL\d{4} [A-Za-z]+::[^\r\n]+$"));
    }

    [Test]
    public void GivenHostileTexts_AzureCommandsKeepTheirProperties()
    {
        foreach (string line in Each(
            Hostile("azure").Split('\n').Where(static line => line.StartsWith("##", StringComparison.Ordinal)), atLeast: 1))
            Assert.That(line, Does.Match(@"^##vso\[task\.logissue type=(error|warning);sourcepath=[^;\]]+;code=SL\d{4};\][^\r\n]+$"));
    }

    // Viewers of these show the texts as they are, decoded. Only json gives them exactly.
    [TestCase("sarif")]
    [TestCase("gitlab")]
    [TestCase("cyclonedx")]
    public void GivenHostileTexts_DecodedTextsHoldNothingThatActs(string format)
    {
        using JsonDocument document = JsonDocument.Parse(Hostile(format));
        string[] texts = [.. Texts(document.RootElement)];
        Assert.Multiple(() =>
        {
            Assert.That(texts.Where(static text => Acting(text.Replace("\n\n", "", StringComparison.Ordinal)).Any()), Is.Empty);
            Assert.That(texts.Any(static text => text.Contains("##", StringComparison.Ordinal)), Is.False);
            Assert.That(texts.Any(static text => text.Contains("forged", StringComparison.Ordinal)));
        });
    }

    [Test]
    public void GivenHostileTexts_SarifMessagesHoldNoLink()
    {
        using JsonDocument sarif = JsonDocument.Parse(Hostile("sarif"));
        foreach (JsonElement result in Each(sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray(), atLeast: 1))
            Assert.That(result.GetProperty("message").GetProperty("text").GetString(), Does.Not.Match(@"(?<!\\)\[").And.Contains("\\["));
    }

    private static IEnumerable<string> Acting(string text) => text
        .Where(static c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate)
        .Select(static c => ((int)c).ToString("X4", CultureInfo.InvariantCulture));

    private static IEnumerable<string> Texts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(static member => Texts(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [json.GetString()!],
        _ => [],
    };

    // The columns before the first text that a file chose.
    private static string Start(string line) => line[..Math.Min(line.Length, 3)];

    // Names and kinds of all members, in order.
    private static string Shape(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return ShapeOf(document.RootElement);
    }

    private static string ShapeOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object =>
            "{" + string.Join(',', json.EnumerateObject().Select(static member => member.Name + ":" + ShapeOf(member.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', json.EnumerateArray().Select(ShapeOf)) + "]",
        _ => json.ValueKind.ToString(),
    };

    private static IEnumerable<string> Elements(string xml) =>
        XDocument.Parse(xml).Descendants()
            .Select(static element => element.Name + " "
                + string.Join(' ', element.Attributes().Select(static attribute => attribute.Name)));

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex CodePattern();
}
