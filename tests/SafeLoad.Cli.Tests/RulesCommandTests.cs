using System.Text.Json;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Diagnostics;
using static SafeLoad.Tests.Support.Sequences;

namespace SafeLoad.Cli.Tests;

public sealed class RulesCommandTests
{
    [Test]
    public void GivenNoId_ListsEveryRuleOnALine()
    {
        CommandResult result = CommandResult.Of("rules");
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.Zero);
            Assert.That(result.Lines.Skip(1).Select(static line => line.Split(' ')[0]),
                Is.EqualTo(Enum.GetValues<DiagnosticId>().Select(static id => $"SL{(int)id}")));
        });
    }

    [TestCase("SL2001")]
    [TestCase("sl2001")]
    [TestCase("2001")]
    [TestCase("dangerousglobal")]
    public void GivenId_SaysAllOfTheRule(string id)
    {
        CommandResult result = CommandResult.Of("rules", id);
        DiagnosticRow rule = DiagnosticTable.Of(DiagnosticId.DangerousGlobal);
        Assert.That(result.Lines, Is.EqualTo(new[]
        {
            "SL2001 DangerousGlobal (globals and calls; error, security severity 9.8)", rule.Meaning, rule.Help, "next: " + rule.Advice,
            "affected PyTorch releases: " + rule.Affected,
        }));
    }

    [Test]
    public void GivenJson_HasEveryRuleWithAllMembers()
    {
        JsonElement json = CommandResult.Of("rules", "-f", "json").Json();
        JsonElement[] rules = [.. json.GetProperty("rules").EnumerateArray()];
        Assert.Multiple(() =>
        {
            Assert.That(json.GetProperty("schema").GetString(), Is.EqualTo("safeload.rules/1"));
            Assert.That(rules, Has.Length.EqualTo(DiagnosticTable.All.Count));
            foreach (JsonElement rule in rules)
                Assert.That(rule.EnumerateObject().Select(static member => member.Name).Where(static name => name != "affected"),
                    Is.EqualTo(new[] { "rule", "name", "section", "severity", "security_severity", "meaning", "help", "next" }));
        });
    }

    [Test]
    public void GivenEveryRule_TextsAreSentencesAndScoresAreInRange()
    {
        Assert.Multiple(() =>
        {
            foreach (DiagnosticRow rule in DiagnosticTable.All)
            {
                Assert.That(rule.Help, Does.EndWith("."), rule.Number);
                Assert.That(rule.Advice, Is.Not.Empty.And.Not.EndsWith("."), rule.Number);
                Assert.That(rule.SecuritySeverity, Is.InRange(0.1, 10.0), rule.Number);
                Assert.That(rule.Severity == Severity.Error, Is.EqualTo(rule.SecuritySeverity > 9), rule.Number);
                if (rule.Affected is { } affected) Assert.That(affected, Does.Match(@"CVE-\d{4}-\d{4,}"), rule.Number);
                Assert.That(DiagnosticTable.Of(rule.Id), Is.SameAs(rule));
            }
        });
    }

    [Test]
    public void GivenAdvice_CommandsThatItNamesExist()
    {
        foreach (string part in Each(DiagnosticTable.All.SelectMany(static rule => rule.Advice.Split("`safeload ").Skip(1)), atLeast: 3))
            Assert.That(CommandResult.Of(part.Split(' ')[0], "--help").Code, Is.Zero, part);
    }

    [Test]
    public void GivenNumberWithoutRule_Throws() =>
        Assert.That(() => DiagnosticTable.Of((DiagnosticId)1), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
