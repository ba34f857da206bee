using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Tests;

/// <summary>docs/diagnostics.md lists every <see cref="DiagnosticId"/> with what its documentation says. SAFELOAD_UPDATE_DOCS=1 writes it anew.</summary>
public sealed partial class DiagnosticsDocumentTests
{
    private const string Malformed = "`MalformedCheckpointException`", ScanOnly = "(only in scans)";

    // What loading throws, by number / 100; the rest of the document is what ScanRules say.
    private static readonly Dictionary<int, string> s_thrown = new()
    {
        [20] = "`DisallowedGlobalException`", [40] = "`LimitExceededException`", [50] = "`UnsupportedCheckpointException`", [90] = "`IOException`",
    };

    private static readonly Dictionary<DiagnosticId, string> s_exceptions = new()
    {
        [DiagnosticId.DangerousGlobal] = ScanOnly,
        [DiagnosticId.UnknownGlobal] = ScanOnly,
        [DiagnosticId.ExtensionCode] = ScanOnly,
        [DiagnosticId.NotScanned] = ScanOnly,
        [DiagnosticId.FileChanged] = Malformed,
    };

    [Test]
    public void GivenEveryDiagnosticId_ThereIsARuleThatSaysWhatItsDocumentationSays()
    {
        var meanings = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "SafeLoad.Core.xml")).Descendants("member")
            .ToDictionary(static member => (string)member.Attribute("name")!, static member => Plain(member.Element("summary")));
        Assert.That(ScanRules.All.Select(static rule => rule.Id), Is.EqualTo(Enum.GetValues<DiagnosticId>()), "one rule for each number, in their order");
        Assert.Multiple(() =>
        {
            foreach (ScanRule rule in ScanRules.All) Assert.That(rule.Meaning, Is.EqualTo(meanings[$"F:SafeLoad.DiagnosticId.{rule.Id}"]));
        });
    }

    [Test]
    public void GivenEveryDiagnosticId_TheDocumentListsIt()
    {
        var document = new Document("docs/diagnostics.md");
        document.ShouldHold(document.Text, Produce());
    }

    private static string Produce()
    {
        var text = new StringBuilder($"""
            # Diagnostics

            What loading throws as a number (`SafeLoadException.Id`, and the first word of the message) scanning reports as a finding with the same number.
            Security is how bad it is as a security hole: 9 and more is critical, 7 high, 4 medium.
            This page is produced from `ScanRules` by a test, and `safeload rules` prints it; `{Document.Variable}=1 dotnet test tests/SafeLoad.Cli.Tests` writes it anew.

            """.ReplaceLineEndings("\n"));
        foreach (ScanRuleSection section in ScanRuleSection.All)
        {
            text.Append($"\n## {section.Title}\n\n| number | name | meaning | what it can do | security | loading throws | what to do |\n|---|---|---|---|---|---|---|\n");
            foreach (ScanRule rule in ScanRules.All.Where(rule => rule.Section == section))
            {
                string affected = rule.Affected is null ? "" : $" Affected PyTorch releases: {rule.Affected}.";
                string thrown = s_exceptions.GetValueOrDefault(rule.Id, s_thrown.GetValueOrDefault(section.Number, Malformed));
                text.Append(CultureInfo.InvariantCulture, $"| {rule.Number} | `{rule.Name}` | {Cell(rule.Meaning)} | {Cell(rule.Help + affected)} | {rule.SecuritySeverity:0.0} | {thrown} | {Cell(rule.Advice)} |\n");
            }
        }
        return text.ToString();
    }

    private static string Plain(XElement? summary)
    {
        if (summary is null) return "";
        var text = new StringBuilder();
        foreach (XNode node in summary.Nodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { Name.LocalName: "see" } see) text.Append('`').Append(((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? "")[2..].Replace("SafeLoad.", "", StringComparison.Ordinal)).Append('`');
            else if (node is XElement element) text.Append('`').Append(element.Value).Append('`');
        }
        return SpacePattern().Replace(text.ToString(), " ").Trim();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"\s+")]
    private static partial Regex SpacePattern();
}
