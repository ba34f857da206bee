using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests;

/// <summary>What the README shows is true. SAFELOAD_UPDATE_DOCS=1 writes the shown output anew.</summary>
public sealed partial class ReadmeTests
{
    private const string ExitCodeSuffix = "; echo \"exit code $?\"";

    private static readonly Document s_readme = new("README.md");

    [Test]
    public void GivenConsoleBlocks_TheirCommandsPrintWhatTheyShow()
    {
        IReadOnlyList<string> blocks = s_readme.Blocks("console");
        Assert.That(blocks, Is.Not.Empty);
        foreach (string block in blocks)
        {
            var produced = new StringBuilder();
            foreach (string line in block.Split('\n').Where(static line => line.StartsWith("$ ", StringComparison.Ordinal))) produced.Append(line).Append('\n').Append(Run(line[2..]));
            s_readme.ShouldHold("```console\n" + block, "```console\n" + produced);
        }
    }

    [Test]
    public void GivenCsharpBlocks_TheyAreTheSamplesThatRun() =>
        Assert.That(s_readme.Blocks("csharp"), Is.EqualTo((string[])[CodeOf(nameof(ReadmeSample)), CodeOf(nameof(ReadmeTrainingSample))]));

    [Test]
    public void GivenCsharpBlocks_TheyPrintWhatTheReadmeSays()
    {
        IReadOnlyList<string> blocks = s_readme.Blocks("output");
        Assert.That(blocks, Has.Count.EqualTo(2));
        s_readme.ShouldHold("```output\n" + blocks[0], "```output\n" + OutputOf(ReadmeSample.Run));
        s_readme.ShouldHold("```output\n" + blocks[1], "```output\n" + OutputOf(ReadmeTrainingSample.Run));
    }

    private static string CodeOf(string sample)
    {
        string code = File.ReadAllText($"tests/SafeLoad.Cli.Tests/{sample}.cs").ReplaceLineEndings("\n");
        int start = code.IndexOf("// <readme>\n", StringComparison.Ordinal) + "// <readme>\n".Length, end = code.LastIndexOf("        // </readme>", StringComparison.Ordinal);
        return string.Concat(code[start..end].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line[8..] + "\n"));
    }

    private static string OutputOf(Action sample)
    {
        TextWriter console = Console.Out;
        var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            sample();
        }
        finally
        {
            Console.SetOut(console);
        }
        return output.ToString();
    }

    [Test]
    public void GivenCommands_TheirOptionsExist()
    {
        MatchCollection commands = CommandPattern().Matches(s_readme.Text);
        Assert.That(commands, Has.Count.GreaterThan(5));
        foreach (Match command in commands)
        {
            string help = CommandResult.Of(command.Groups[1].Value, "--help").Output;
            foreach (Match option in OptionPattern().Matches(command.Groups[2].Value)) Assert.That(help, Does.Match(Regex.Escape(option.Groups[1].Value) + @"\b"), command.Value);
        }
    }

    [Test]
    public void GivenOptionsInText_SomeCommandHasThem()
    {
        string help = string.Concat(new[] { "scan", "inspect", "disasm", "clean", "convert", "split", "join" }.Select(static command => CommandResult.Of(command, "--help").Output));
        foreach (Match option in InlineOptionPattern().Matches(s_readme.Text)) Assert.That(help, Does.Match(Regex.Escape(option.Groups[1].Value) + @"\b"));
    }

    [Test]
    public void GivenExitCodeTable_HasEveryCodeOnce()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.IsLiteral).Select(static field => (int)field.GetRawConstantValue()!);
        int start = s_readme.Text.IndexOf("| code | meaning |", StringComparison.Ordinal), end = s_readme.Text.IndexOf("\n\n", start, StringComparison.Ordinal);
        var rows = CodeRowPattern().Matches(s_readme.Text[start..end]).Select(static row => int.Parse(row.Groups[1].Value, null));
        Assert.That(rows, Is.EqualTo(codes.Order()));
    }

    [Test]
    public void GivenDependencyTable_HasEveryPackageThatAProjectUses()
    {
        int start = s_readme.Text.IndexOf("## Dependencies", StringComparison.Ordinal);
        var shown = s_readme.Text[start..].Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).SelectMany(static line => line.Split('|')[1].Split(',')).Select(static name => name.Trim());
        string[] projects = ["src/SafeLoad/SafeLoad.csproj", "src/SafeLoad.Cli/SafeLoad.Cli.csproj", "tests/SafeLoad.Tests/SafeLoad.Tests.csproj", "tests/SafeLoad.Cli.Tests/SafeLoad.Cli.Tests.csproj", "src/SafeLoad.TorchSharp/SafeLoad.TorchSharp.csproj"];
        var used = projects.SelectMany(static project => XDocument.Load(project).Descendants("PackageReference")).Select(static reference => (string)reference.Attribute("Include")!).Append("TorchSharp-cpu").Distinct();
        Assert.That(shown, Is.EquivalentTo(used));
    }

    [TestCase("README.md")]
    [TestCase("CONTRIBUTING.md")]
    [TestCase("SECURITY.md")]
    [TestCase("CHANGELOG.md")]
    [TestCase("docs/scanning.md")]
    [TestCase("docs/policy.md")]
    public void GivenLinks_TheirFilesExist(string document)
    {
        Assert.That(document, Does.Exist);
        foreach (Match link in LinkPattern().Matches(File.ReadAllText(document))) Assert.That(Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value), Does.Exist, document);
    }

    private static string Run(string line)
    {
        bool showsCode = line.EndsWith(ExitCodeSuffix, StringComparison.Ordinal);
        string[] words = (showsCode ? line[..^ExitCodeSuffix.Length] : line).Split(' ');
        Assert.That(words[0], Is.EqualTo("safeload"), line);
        CommandResult result = CommandResult.Of(words[1..]);
        return (result.Output + result.Error).ReplaceLineEndings("\n") + (showsCode ? $"exit code {result.Code}\n" : "");
    }

    [GeneratedRegex(@"safeload (scan|inspect|disasm)\b([^`\n;>]*)")]
    private static partial Regex CommandPattern();

    [GeneratedRegex(@"(?<=\s)(--?[a-z][a-z-]*)")]
    private static partial Regex OptionPattern();

    [GeneratedRegex(@"`(--?[a-z][a-z-]*)[^`]*`")]
    private static partial Regex InlineOptionPattern();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex CodeRowPattern();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)")]
    private static partial Regex LinkPattern();
}
