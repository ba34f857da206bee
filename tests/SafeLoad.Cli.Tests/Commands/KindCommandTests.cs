using System.Text.Json;
using System.Text.RegularExpressions;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests.Commands;

/// <summary>What the command says of files that are no checkpoint, or not one that it opens at once,
/// and that what it advises works on them.</summary>
public sealed partial class KindCommandTests
{
    private static readonly (string Name, byte[] File)[] s_refused =
    [
        ("class.pkl", CliSamples.Call("my_project.models", "Net")),
        ("deque.pkl", PickleBuilder.Protocol(2).Global("collections", "deque").Mark().Tuple().Reduce().Stop()),
        ("script.pt", Samples.Zip.Add("archive/constants.pkl", "N.").ToArray()),
    ];

    private static IEnumerable<(string Name, byte[] File)> Files =>
        KindSamples.All.Select(static kind => (kind.Name, kind.File))
            .Concat(KindSamples.Strangers.Select(static kind => (kind.Name + ".pt", kind.File))).Concat(s_refused);

    [Test]
    public void GivenStdinWithAName_ItPromisesWhatTheFileHolds()
    {
        using var folder = new TemporaryFolder();
        string page = folder.Write("page", "<!doctype html><html>");
        CommandResult clean = CommandResult.Of("scan", page), expected = CommandResult.Of("scan", "--expect", "checkpoint", page);
        Assert.That((clean.Code, expected.Code), Is.EqualTo((ExitCode.Done, ExitCode.NotAnswered)));
        Assert.That(expected.Output, Does.Contain("web page (HTML)"));
        CommandResult named = CommandResult.Of("scan", "--name", "model.pt", page);
        Assert.That(named.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(named.Error, Does.Contain("stdin"));
    }

    [TestCase("3.0", true)]
    [TestCase("2.11", false)]
    [TestCase("1.13", false)]
    public void GivenReleaseBeyondTheNewestKnown_SaysByWhoseRules(string version, bool isBeyond)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("model.pt", CliSamples.Tensor());
        string rules = $"by the rules of {SafeLoad.Compatibility.TorchVersion.Newest}, the newest known";
        Assert.That(
            CommandResult.Of("inspect", "--torch", version, file).Output.Contains(rules, StringComparison.Ordinal), Is.EqualTo(isBeyond));
        JsonElement torch = CommandResult.Of("inspect", "--torch", version, "-f", "ndjson", file).JsonLines()[0].GetProperty("torch");
        Assert.That(torch.TryGetProperty("rules_of", out _), Is.EqualTo(isBeyond));
    }

    [Test]
    public void GivenEveryKind_InspectAndScanUseTheSameWords()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, word, file) in KindSamples.Strangers)
        {
            string path = folder.Write(name + ".pt", file);
            Assert.That(CommandResult.Of("inspect", path).Error, Does.Contain(word), name);
            Assert.That(CommandResult.Of("scan", "-f", "json", path).Json().GetProperty("files")[0].GetProperty("findings").EnumerateArray()
                .Last().GetProperty("message").GetString(), Does.Contain(word), name);
        }
    }

    // Every command of this program that a message names, with the file in the place of FILE.
    [Test]
    public void GivenAdvice_ItsCommandsWorkOnTheFileThatCausedIt()
    {
        using var folder = new TemporaryFolder();
        int commands = 0;
        foreach (var (name, file) in Files)
        {
            string path = folder.Write(name, file), output = Path.Combine(folder.Root, "out-" + name);
            string said = CommandResult.Of("inspect", path).Error + CommandResult.Of("scan", path).Output;
            foreach (string command in Command().Matches(said).Select(static match => match.Groups[1].Value).Distinct())
            {
                CommandResult result = CommandResult.Of([.. command.Split(' ').Select(word => word == "FILE" ? path : word.Trim('\''))]);
                Assert.That(result.Code, Is.LessThan(ExitCode.Nothing), $"{name}: safeload {command}: {result.Error}");
                Assert.That(result.Output + result.Error, Is.Not.Empty, $"{name}: safeload {command}");
                commands++;
            }
            foreach (string option in Option().Matches(said).Select(static match => match.Value).Distinct())
            {
                CommandResult result = CommandResult.Of(["inspect", .. option.Split(' '), path]);
                Assert.That(result.Code, Is.EqualTo(ExitCode.Done), $"{name}: safeload inspect {option}: {result.Error}");
                commands++;
            }
            if (said.Contains("safeload convert or clean", StringComparison.Ordinal))
                Assert.That(CommandResult.Of("clean", path, "-o", output + ".pt").Code,
                    Is.EqualTo(ExitCode.Done).Or.EqualTo(ExitCode.NotAnswered), name);
        }
        Assert.That(commands, Is.GreaterThan(5));
    }

    [GeneratedRegex("`safeload ((?:disasm|inspect|scan|why|rules)[^`]*)`")]
    private static partial Regex Command();

    [GeneratedRegex("--inert|--globals [a-z,]+")]
    private static partial Regex Option();
}
