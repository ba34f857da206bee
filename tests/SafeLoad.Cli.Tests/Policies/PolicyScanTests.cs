using SafeLoad.Cli.Policies;
using SafeLoad.Cli.Reporting;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests.Policies;

public sealed class PolicyScanTests
{
    private const string Entry = "reason: known to us, expires: 2999-01-01";
    private static readonly byte[] s_suspicious = CliSamples.Call("some.package", "Thing"), s_dangerous = CliSamples.Call("os", "system");

    [Test]
    public void GivenGlobalOfThePolicy_ItIsHarmlessAndItsFindingDoesNotCount()
    {
        ScannedFile file = Apply(s_suspicious, $"globals: [{{name: some.package.Thing, {Entry}}}]");
        Assert.Multiple(() =>
        {
            Assert.That(file.Report!.Verdict, Is.EqualTo(Verdict.Clean));
            Assert.That(file.Report.Findings, Is.Empty);
            Assert.That(file.Report.Globals.Single().Judgement.ToString(), Is.EqualTo("Harmless"));
            Assert.That(file.Suppressed.Select(static entry => (entry.Finding.Id, entry.By, entry.Reason)),
                Is.EqualTo(new[] { (DiagnosticId.UnknownGlobal, "policy", "known to us") }));
        });
    }

    // Each class that a policy allows is a name on which the loader's checks could end.
    [TestCaseSource(nameof(Lies))]
    public void GivenClassOfThePolicy_WhatLiesBesideItStaysMalformed(object lie) => Assert.Multiple(() =>
    {
        string[] names = ["mine.config.Config", "mine.hooks.Hooks", "mine.tensors.Tagged"];
        string policy = $"globals: [{string.Join(", ", names.Select(static name => $"{{name: {name}, {Entry}}}"))}]";
        foreach (StorageContainer container in StorageContainer.All)
        {
            Assert.That(
                Apply(OwnClassBeside((TensorLie)lie, container, lies: true), policy).Verdict, Is.EqualTo("malformed"), $"{container}");
            Assert.That(Apply(OwnClassBeside((TensorLie)lie, container, lies: false), policy).Verdict, Is.EqualTo("clean"), $"{container}");
        }
    });

    [Test]
    public void GivenOtherGlobal_StaysSuspicious() =>
        Assert.That(Apply(s_suspicious, $"globals: [{{name: some.package.Thin, {Entry}}}]").Verdict, Is.EqualTo("suspicious"));

    [Test]
    public void GivenExpiredEntry_CountsNotAndStderrSaysSo()
    {
        CommandResult result = Scan(s_suspicious, "globals: [{name: some.package.Thing, reason: x, expires: 2001-01-01}]");
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(result.Error, Does.Contain("some.package.Thing").And.Contain("expired on 2001-01-01"));
        });
    }

    [TestCase("SL2002: note", "clean")]
    [TestCase("SL2002: suspicious", "suspicious")]
    [TestCase("SL2002: dangerous", "dangerous")]
    [TestCase("SL2006: dangerous", "suspicious")]
    public void GivenSeverity_TheRuleCountsAsItSays(string severity, string verdict) =>
        Assert.That(Apply(s_suspicious, $"severities: {{{severity}}}").Verdict, Is.EqualTo(verdict));

    [TestCase("severities: {SL1001: note}", "clean")]
    [TestCase("severities: {SL1001: suspicious}", "suspicious")]
    [TestCase("suppress: [{rule: SL1001, path: '**', " + Entry + "}]", "clean")]
    public void GivenBreakThatDoesNotCount_TheFileIsIncomplete(string policy, string verdict)
    {
        ScannedFile file = Apply(CliSamples.CutShort(), policy);
        Assert.That((file.Verdict, file.Complete), Is.EqualTo((verdict, false)));
    }

    [TestCase("path: '**/a.pkl'", true)]
    [TestCase("path: a.pkl", true)]
    [TestCase("path: b.pkl", false)]
    [TestCase("global: some.package.Thing", true)]
    [TestCase("global: some.package", false)]
    [TestCase("global: some.package.Thing, path: b.pkl", false)]
    [TestCase("scan_id: 0000000000000000000000000000000000000000000000000000000000000000, global: some.package.Thing", false)]
    public void GivenSuppression_HoldsWhereAllOfItMatches(string match, bool matches)
    {
        ScannedFile file = Apply(s_suspicious, $"suppress: [{{rule: SL2002, {match}, {Entry}}}]");
        Assert.Multiple(() =>
        {
            Assert.That(file.Verdict, Is.EqualTo(matches ? "clean" : "suspicious"));
            Assert.That(file.Suppressed, Has.Count.EqualTo(matches ? 1 : 0));
        });
    }

    [Test]
    public void GivenDanger_IsSuppressedByItsScanIdAlone()
    {
        string id = Apply(s_dangerous, "").Report!.ScanId, other = new('0', 64);
        Assert.Multiple(() =>
        {
            Assert.That(Apply(s_dangerous, $"suppress: [{{rule: SL2001, scan_id: {id}, {Entry}}}]").Verdict, Is.EqualTo("clean"));
            Assert.That(Apply(s_dangerous, $"suppress: [{{rule: SL2001, scan_id: {other}, {Entry}}}]").Verdict, Is.EqualTo("dangerous"));
            Assert.That(Apply(s_suspicious,
                $"severities: {{SL2002: dangerous}}\nsuppress: [{{rule: SL2002, global: some.package.Thing, {Entry}}}]").Verdict,
                Is.EqualTo("dangerous"), "made dangerous by the policy");
        });
    }

    [Test]
    public void GivenSuppressedIncompleteness_StaysIncomplete()
    {
        ScannedFile file = Apply(CliSamples.Incomplete(), $"suppress: [{{rule: SL5005, path: '*', {Entry}}}]");
        Assert.That((file.Verdict, file.Complete, file.Suppressed.Count), Is.EqualTo(("clean", false, 1)));
    }

    [Test]
    public void GivenFailOnOfThePolicy_HoldsUnlessTheCommandLineSaysOtherwise()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Scan(s_suspicious, "fail-on: dangerous").Code, Is.Zero);
            Assert.That(Scan(s_suspicious, "fail-on: dangerous", "--fail-on", "suspicious").Code, Is.EqualTo(ExitCode.Refused));
        });
    }

    [Test]
    public void GivenPolicyBesideWhatIsScanned_IsNotLookedFor()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.pkl", s_suspicious);
        foreach (string name in new[] { "safeload.yml", ".safeload.yml", "policy.yml" }) folder.Write(name, "version: 1\nfail-on: never\n");
        Assert.That(CommandResult.Of("scan", folder.Root).Code, Is.EqualTo(ExitCode.Refused));
    }

    private static CommandResult Scan(byte[] bytes, string policy, params string[] args)
    {
        using var folder = new TemporaryFolder();
        return CommandResult.Of(["scan", "--policy", folder.Write("policy.yml", "version: 1\n" + policy), .. args,
            folder.Write("a.pkl", bytes)]);
    }

    private static TensorLie[] Lies() => TensorLie.All;

    private static byte[] OwnClassBeside(TensorLie lie, StorageContainer container, bool lies)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).EmptyDict().Mark();
        HarmlessNeighbours.All["own class"](pickle.Text("settings"));
        lie.Write(pickle.Text("weight"), container, lies);
        return container.File(pickle.SetItems().Stop(), lie.Storages(lies));
    }

    private static ScannedFile Apply(byte[] bytes, string policy)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.pkl", bytes);
        Policy read = PolicyFile.Load(folder.Write("policy.yml", "version: 1\n" + policy), new DateOnly(2026, 1, 1));
        return new PolicyRules(read).Apply(new ScannedFile(path, Scanner.Scan(path), null));
    }
}
