using System.Security.Cryptography;
using System.Text;
using SafeLoad.Cli.Policies;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests.Policies;

public sealed class PolicyFileTests
{
    private static readonly DateOnly s_today = new(2026, 6, 15);

    private static IEnumerable<TestCaseData> Wrong()
    {
        string longName = new('a', 300_000);
        foreach (var (name, text, place, problem) in new (string, string, string, string)[]
        {
            ("empty", "", "1:1", "empty"),
            ("no version", "fail-on: never", "1:1", "version"),
            ("other version", "version: 2", "1:10", "expected 1"),
            ("unknown key", "version: 1\nfail_on: never", "2:1", "fail_on"),
            ("duplicate key", "version: 1\nversion: 1", "2:1", "twice"),
            ("list for a policy", "- version: 1", "1:1", "names"),
            ("text for a list", "version: 1\nglobals: all", "2:10", "list"),
            ("list for a text", "version: 1\nfail-on: [never]", "2:10", "text"),
            ("unknown choice", "version: 1\nfail-on: sometimes", "2:10", "dangerous"),
            ("unknown rule", "version: 1\nseverities:\n  SL9999: note", "3:3", "SL9999"),
            ("no rule", "version: 1\nseverities:\n  DangerousGlobal: note", "3:3", "rule"),
            ("unknown level", "version: 1\nseverities: {SL2002: clean}", "2:22", "note"),
            ("lowered danger", "version: 1\nseverities: {SL2001: suspicious}", "2:22", "cannot be lowered"),
            ("dangerous global", "version: 1\nglobals:\n  - {name: os.system, reason: no, expires: 2027-01-01}", "3:12", "dangerous"),
            ("dangerous global through a dot", "version: 1\nglobals:\n  - {name: my.code.os.system, reason: no, expires: 2027-01-01}",
                "3:12", "dangerous"),
            ("global twice",
                "version: 1\nglobals:\n  - {name: a.B, reason: x, expires: 2027-01-01}\n  - {name: a.B, reason: x, expires: 2027-01-01}",
                "4:12", "twice"),
            ("global without module", "version: 1\nglobals: [{name: B, reason: x, expires: 2027-01-01}]", "2:18", "module"),
            ("no reason", "version: 1\nglobals:\n  - {name: a.B, expires: 2027-01-01}", "3:5", "reason"),
            ("empty reason", "version: 1\nglobals:\n  - {name: a.B, reason: '', expires: 2027-01-01}", "3:25", "text"),
            ("no expiry", "version: 1\nglobals:\n  - {name: a.B, reason: x}", "3:5", "expires"),
            ("no date", "version: 1\nglobals:\n  - {name: a.B, reason: x, expires: never}", "3:37", "date"),
            ("no such day", "version: 1\nglobals:\n  - {name: a.B, reason: x, expires: 2027-02-30}", "3:37", "date"),
            ("suppression of anything", "version: 1\nsuppress:\n  - {rule: SL2002, reason: x, expires: 2027-01-01}", "3:5",
                "scan_id, path, global"),
            ("suppressed danger", "version: 1\nsuppress:\n  - {rule: SL2001, path: '*', reason: x, expires: 2027-01-01}", "3:5", "scan_id"),
            ("short scan_id", "version: 1\nsuppress:\n  - {rule: SL2001, scan_id: abc, reason: x, expires: 2027-01-01}", "3:29", "64"),
            ("anchor", "version: &a 1", "1:10", "anchors"),
            ("alias", "version: *a", "1:10", "anchors"),
            ("tag", "version: !!int 1", "1:10", "tags"),
            ("two documents", "version: 1\n---\nversion: 1", "2:1", "second"),
            ("deep", "version: " + new string('[', 100_000), "1:17", "levels"),
            ("broken", "version: 'x", "1:", ""),
            ("impossible character", "version: \"\\U99999999\"", "1:1", "YAML"),
            ("long name", "? " + longName + "\n: 1", "1:3", "has no"),
        })
            yield return new TestCaseData(text, place, problem).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Wrong))]
    public void GivenPolicyThatMakesNoSense_SaysWhereAndWhat(string text, string place, string problem)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("policy.yml", text);
        string message = Assert.Throws<UsageException>(() => PolicyFile.Load(path, s_today)).Message;
        Assert.Multiple(() =>
        {
            Assert.That(message, Does.StartWith($"{path}:{place}").And.Contain(problem));
            Assert.That(message, Has.Length.LessThan(1000));
        });
    }

    [Test]
    public void GivenPolicyThatIsTooLargeNotUtf8OrMissing_IsAUsageError()
    {
        using var folder = new TemporaryFolder();
        string large = folder.Write("large", "version: 1\n" + new string('#', 1_000_000)),
            binary = folder.Write("binary", [0xFF, 0xFE, 0x00]);
        Assert.Multiple(() =>
        {
            foreach (string path in new[] { large, binary, folder.Root, folder.Root + "/missing" })
            {
                CommandResult result = CommandResult.Of("scan", "--policy", path, "fixtures");
                Assert.That((result.Code, result.Output), Is.EqualTo((ExitCode.Usage, "")), path);
            }
        });
    }

    [Test]
    public void GivenPolicy_HashIsThatOfItsBytes()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Encoding.UTF8.GetBytes("\ufeffversion: 1 # a comment\n");
        Assert.That(PolicyFile.Load(folder.Write("policy.yml", bytes), s_today).Hash,
            Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }

    [Test]
    public void GivenEntriesThatExpire_CountThroughTheirDay()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("policy.yml",
            "version: 1\nglobals:\n- {name: a.B, reason: x, expires: 2026-06-15}\n- {name: a.C, reason: x, expires: 2026-06-14}\n");
        Policy policy = PolicyFile.Load(path, s_today);
        Assert.Multiple(() =>
        {
            Assert.That(policy.Globals.Keys, Is.EqualTo(new[] { "a.B" }));
            Assert.That(policy.Expired.Single(), Does.Contain("a.C").And.Contain("2026-06-14").And.StartWith("4:"));
        });
    }

    [Test]
    public void GivenInit_WritesAPolicyThatCheckTakesAndThatChangesNothing()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("policy.yml", CommandResult.Of("policy", "init").Output),
            file = folder.Write("a.pkl", CliSamples.Call("some.package", "Thing"));
        Assert.Multiple(() =>
        {
            Assert.That(CommandResult.Of("policy", "check", path).Code, Is.Zero);
            Assert.That(CommandResult.Of("scan", "--policy", path, file).Code, Is.EqualTo(ExitCode.Refused));
        });
    }

    // What is commented out in it must be right too.
    [Test]
    public void GivenInitWithItsExamples_CheckTakesIt()
    {
        using var folder = new TemporaryFolder();
        string text = CommandResult.Of("policy", "init").Output.Replace("\n#  ", "\n  ", StringComparison.Ordinal)
            .Replace(": {}", ":", StringComparison.Ordinal).Replace(": []", ":", StringComparison.Ordinal);
        Policy policy = PolicyFile.Load(folder.Write("policy.yml", text), s_today);
        Assert.That((policy.Severities.Count, policy.Globals.Count, policy.Suppressions.Count), Is.EqualTo((2, 1, 1)));
    }

    [Test]
    public void GivenCheckOfAWrongPolicy_ExitsWithUsage()
    {
        using var folder = new TemporaryFolder();
        Assert.That(CommandResult.Of("policy", "check", folder.Write("policy.yml", "version: 3")).Code, Is.EqualTo(ExitCode.Usage));
    }
}
