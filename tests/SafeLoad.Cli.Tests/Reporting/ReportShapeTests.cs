using System.Text.Json;
using System.Xml.Linq;
using SafeLoad.Cli.Reporting;
using SafeLoad.Diagnostics;
using static SafeLoad.Cli.Tests.Reporting.ReportSamples;

namespace SafeLoad.Cli.Tests.Reporting;

/// <summary>Each format has what its readers look for.</summary>
public sealed class ReportShapeTests
{
    private static readonly ScannedFile[] s_files = Files("x y");

    [Test]
    public void GivenSarif_RulesResultsNotificationsAndSuppressionsAreThere()
    {
        JsonElement sarif = Json("sarif"), run = sarif.GetProperty("runs")[0], results = run.GetProperty("results"),
            rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        JsonElement unknown = results[0], dangerous = results[1], suppressed = results[2], invocation = run.GetProperty("invocations")[0];
        Assert.Multiple(() =>
        {
            Assert.That(sarif.GetProperty("version").GetString(), Is.EqualTo("2.1.0"));
            Assert.That(sarif.GetRawText(), Does.Not.Contain(":null"));
            Assert.That(rules.GetArrayLength(), Is.EqualTo(DiagnosticTable.All.Count));
            foreach (JsonElement result in results.EnumerateArray())
                Assert.That(rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString(),
                    Is.EqualTo(result.GetProperty("ruleId").GetString()));
            Assert.That(results.EnumerateArray().Select(static result => result.GetProperty("level").GetString()),
                Is.EqualTo(new[] { "warning", "error", "warning", "warning" }));
            Assert.That(Location(unknown).GetProperty("artifactLocation").GetProperty("uri").GetString(), Is.EqualTo("dir/x%20y/a.pt"));
            Assert.That(Location(unknown).TryGetProperty("region", out _), Is.False, "an offset in a record is none in the file");
            Assert.That(Location(dangerous).GetProperty("region").GetProperty("byteOffset").GetInt64(), Is.EqualTo(2));
            Assert.That(unknown.GetProperty("locations")[0].GetProperty("logicalLocations").EnumerateArray()
                .Select(static at => at.GetProperty("fullyQualifiedName").GetString()), Is.EqualTo(new[] { "archive/x y@0x1A3", "x y" }));
            Assert.That(suppressed.GetProperty("suppressions")[0].GetProperty("justification").GetString(),
                Is.EqualTo("suppressed by policy: known: x y"));
            Assert.That(invocation.GetProperty("executionSuccessful").GetBoolean(), Is.False);
            Assert.That(invocation.GetProperty("exitCode").GetInt32(), Is.EqualTo(1));
            Assert.That(invocation.GetProperty("toolExecutionNotifications").EnumerateArray()
                .Select(static note => note.GetProperty("associatedRule").GetProperty("id").GetString()),
                Is.EqualTo(new[] { "SL5005", "SL9001" }));
            Assert.That(run.GetProperty("properties").GetProperty("policyHash").GetString(), Is.EqualTo(Everything.PolicyHash));
        });
    }

    [Test]
    public void GivenMovedFile_SarifFingerprintsStay()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Fingerprints("elsewhere/b.pt", "x"), Is.EqualTo(Fingerprints("a.pt", "x")));
            Assert.That(Fingerprints("a.pt", "y"), Is.Not.EqualTo(Fingerprints("a.pt", "x")));
            Assert.That(Fingerprints("a.pt", "x"), Is.Unique);
        });

        static string?[] Fingerprints(string path, string chosen)
        {
            using JsonDocument sarif = JsonDocument.Parse(Write("sarif", new ReportSettings(), Dangerous(path, chosen)));
            return [.. sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
                .Select(static result => result.GetProperty("partialFingerprints").GetProperty("safeloadFinding/v1").GetString())];
        }
    }

    [Test]
    public void GivenPathOutsideOfTheFolder_SarifUriIsAbsolute()
    {
        string outside = Path.Combine(Path.GetTempPath(), "a#b.pt");
        Assert.Multiple(() =>
        {
            Assert.That(RelativeUri.Of(outside), Does.StartWith("file:///").And.EndWith("/a%23b.pt"));
            Assert.That(RelativeUri.Of("../x.pt"), Does.StartWith("file:///"));
            Assert.That(RelativeUri.Of(Path.GetFullPath("fixtures/x:y.pt")), Is.EqualTo("fixtures/x%3Ay.pt"));
        });
    }

    [Test]
    public void GivenJunit_TotalsStandBeforeTheCases()
    {
        XElement suites = XDocument.Parse(Write("junit", Everything, s_files)).Root!, suite = suites.Element("testsuite")!;
        Assert.Multiple(() =>
        {
            Assert.That(suites.Attributes().Concat(suite.Attributes()).Where(static attribute => attribute.Name != "name")
                .Select(static attribute => $"{attribute.Name}={attribute.Value}"),
                Is.EqualTo(new[] { "tests=4", "failures=1", "errors=2", "tests=4", "failures=1", "errors=2" }));
            Assert.That(suite.Elements("testcase").Select(static test => test.Elements().FirstOrDefault()?.Name.LocalName),
                Is.EqualTo(new[] { null, "failure", "error", "error" }));
            Assert.That((string?)suite.Descendants("failure").Single().Attribute("message"),
                Is.EqualTo("dangerous: x y: runs programs (@0x2 GLOBAL)"));
            Assert.That((string?)suite.Element("properties")!.Element("property")!.Attribute("value"), Is.EqualTo(Everything.PolicyHash));
            Assert.That(suite.Descendants("system-out").Single().Value, Does.StartWith("SL3001 suppressed by policy"));
        });
    }

    [Test]
    public void GivenGitlab_IssuesHaveWhatCodeQualityNeedsAndFingerprintsAreUnique()
    {
        JsonElement[] issues = [.. Json("gitlab").EnumerateArray()];
        Assert.Multiple(() =>
        {
            Assert.That(issues.Select(static issue => issue.GetProperty("severity").GetString()),
                Is.EqualTo(new[] { "major", "critical", "info", "minor", "major", "info" }));
            Assert.That(issues.Select(static issue => issue.GetProperty("fingerprint").GetString()), Is.Unique);
            Assert.That(issues[0].GetProperty("location").ToString(), Is.EqualTo("""{"path":"dir/x y/a.pt","lines":{"begin":1}}"""));
            Assert.That(issues[0].GetProperty("check_name").GetString(), Is.EqualTo("SL2002"));
            Assert.That(issues[^1].GetProperty("description").GetString(), Does.EndWith(Everything.PolicyHash!));
        });
    }

    [Test]
    public void GivenCycloneDx_ComponentsAndVulnerabilitiesReferToEachOther()
    {
        JsonElement bom = Json("cyclonedx");
        JsonElement[] components = [.. bom.GetProperty("components").EnumerateArray()],
            vulnerabilities = [.. bom.GetProperty("vulnerabilities").EnumerateArray()];
        var references = components.Select(static component => component.GetProperty("bom-ref").GetString()).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(references, Is.Unique);
            Assert.That(vulnerabilities.Select(static one => one.GetProperty("affects")[0].GetProperty("ref").GetString()),
                Is.EqualTo(new[] { references[1], references[1], references[1], references[2], references[3] }));
            Assert.That(components[0].GetProperty("hashes")[0].GetProperty("content").GetString(), Is.EqualTo(new string('b', 64)));
            Assert.That(components[1].GetProperty("properties").EnumerateArray()
                .Select(static property => property.GetProperty("name").GetString()),
                Is.EqualTo(new[] { "safeload:verdict", "safeload:complete", "safeload:scan_id", "safeload:format" }));
            Assert.That(components.Select(static component => component.GetProperty("type").GetString()),
                Is.EqualTo(new[] { "machine-learning-model", "machine-learning-model", "machine-learning-model", "file" }));
            Assert.That(vulnerabilities[1].GetProperty("ratings")[0].GetProperty("severity").GetString(), Is.EqualTo("critical"));
            Assert.That(Write("cyclonedx", Everything, Files("x y")), Is.EqualTo(bom.GetRawText() + "\n"),
                "the same files, the same bytes");
            Assert.That(Write("cyclonedx", Everything, s_files[0], s_files[0]).Split("\"bom-ref\":"), Has.Length.EqualTo(3));
        });
    }

    [Test]
    public void GivenText_CleanFilesHaveOneLineAndOthersSayWhatToDo()
    {
        string[] lines = Write("text", new ReportSettings(), s_files).TrimEnd().Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Is.EqualTo("clean       dir/x y/clean.pt zip"));
            Assert.That(lines[2], Is.EqualTo("dangerous   dir/x y/a.pt zip (1 suppressed)"));
            Assert.That(lines[4..7],
                Is.EqualTo(new[] { "            SL2001 error: x y: runs programs  @0x2 GLOBAL",
                    "            SL2002 warning: x y is not known  archive/x y @0x1A3 GLOBAL",
                    "            next: " + DiagnosticTable.Of(DiagnosticId.DangerousGlobal).Advice
                        .Replace("FILE", "'dir/x y/a.pt@0x2'", StringComparison.Ordinal) }));
            Assert.That(lines[^1], Is.EqualTo("4 files: 1 clean, 1 dangerous, 1 unreadable, 1 not scanned"));
        });
    }

    [Test]
    public void GivenPolicy_ItsHashStandsInEveryReport([ValueSource(typeof(Reporters), nameof(Reporters.Formats))] string format)
    {
        string report = Write(format, Everything, Clean("a.pt"));
        // A line of ndjson is about one file.
        Assert.That(report, format == "ndjson" ? Does.Not.Contain(Everything.PolicyHash!) : Does.Contain(Everything.PolicyHash!));
    }

    [Test]
    public void GivenNoFlag_SuppressedFindingsAreNotListed([ValueSource(typeof(Reporters), nameof(Reporters.Formats))] string format)
    {
        var settings = new ReportSettings();
        Assert.Multiple(() =>
        {
            Assert.That(Write(format, settings, Dangerous("a.pt")), Does.Not.Contain("precedes the archive"));
            Assert.That(Write(format, settings with { ShowSuppressed = true }, Dangerous("a.pt")), Does.Contain("precedes the archive"));
        });
    }

    private static JsonElement Json(string format)
    {
        using JsonDocument document = JsonDocument.Parse(Write(format, Everything, s_files));
        return document.RootElement.Clone();
    }

    private static JsonElement Location(JsonElement result) => result.GetProperty("locations")[0].GetProperty("physicalLocation");
}
