using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests.Documents;

/// <summary>What the README and the documents behind it show is true. SAFELOAD_UPDATE_DOCS=1 writes the shown output anew.</summary>
public sealed partial class DocumentTests
{
    private const string ExitCodeSuffix = "; echo \"exit code $?\"";

    private static readonly Document s_readme = new("README.md");

    private static readonly string[] s_projects =
    [
        "src/SafeLoad/SafeLoad.csproj", "src/SafeLoad.Cli/SafeLoad.Cli.csproj", "src/SafeLoad.TorchSharp/SafeLoad.TorchSharp.csproj",
        "tests/SafeLoad.Tests/SafeLoad.Tests.csproj", "tests/SafeLoad.Cli.Tests/SafeLoad.Cli.Tests.csproj",
    ];

    // The C# blocks of each document, in its order, each as a sample that compiles.
    private static readonly Dictionary<string, Action[]> s_samples = new()
    {
        ["README.md"] = [FirstSample.Run],
        ["docs/library.md"] = [ValuesSample.Run, TrainingSample.Run],
    };

    private static IEnumerable<string> Documents =>
        new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "fixtures/README.md" }
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Select(static path => Path.GetRelativePath(Root, path)))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> SampleDocuments => s_samples.Keys;

    // Cases are found before the tests' folder is entered.
    private static string Root => Path.GetDirectoryName(SafeLoad.Tests.Support.Fixtures.Root)!;

    [TestCaseSource(nameof(Documents))]
    public void GivenConsoleBlocks_TheirCommandsPrintWhatTheyShow(string path)
    {
        var document = new Document(path);
        IReadOnlyList<string> blocks = document.Blocks("console");
        if (path is "README.md" or "docs/command.md") Assert.That(blocks, Is.Not.Empty);
        foreach (string block in blocks)
        {
            var produced = new StringBuilder();
            foreach (string line in block.Split('\n').Where(static line => line.StartsWith("$ ", StringComparison.Ordinal)))
                produced.Append(line).Append('\n').Append(Run(line[2..]));
            document.ShouldHold("```console\n" + block, "```console\n" + produced);
        }
    }

    [TestCaseSource(nameof(Documents))]
    public void GivenCsharpBlocks_TheyAreTheSamplesThatRun(string path)
    {
        IEnumerable<string> samples =
            s_samples.GetValueOrDefault(path, []).Select(static sample => CodeOf(sample.Method.DeclaringType!.Name));
        Assert.That(new Document(path).Blocks("csharp"), Is.EqualTo(samples));
    }

    [TestCaseSource(nameof(SampleDocuments))]
    public void GivenCsharpBlocks_TheyPrintWhatTheDocumentSays(string path)
    {
        var document = new Document(path);
        IReadOnlyList<string> blocks = document.Blocks("output");
        Assert.That(blocks, Has.Count.EqualTo(s_samples[path].Length));
        foreach (var (block, sample) in blocks.Zip(s_samples[path]))
            document.ShouldHold("```output\n" + block, "```output\n" + OutputOf(sample));
    }

    [TestCaseSource(nameof(Documents))]
    public void GivenLinks_TheirFilesExist(string path)
    {
        MatchCollection links = LinkPattern().Matches(File.ReadAllText(path));
        if (path == "README.md") Assert.That(links, Has.Count.GreaterThan(10));
        foreach (Match link in links) Assert.That(Path.Combine(Path.GetDirectoryName(path)!, link.Groups[1].Value), Does.Exist, path);
    }

    [Test]
    public void GivenDocuments_TheReadmeHasADoorToEach()
    {
        string[] rooms = [.. Documents.Where(static path => path.StartsWith("docs/", StringComparison.Ordinal)
            && path.Count(static letter => letter == '/') == 1)];
        Assert.That(rooms, Has.Length.GreaterThan(8));
        foreach (string path in rooms) Assert.That(s_readme.Text, Does.Contain($"]({path})"));
    }

    [Test]
    public void GivenArchitecture_HasARowForEachRoomOfTheLibrary()
    {
        string text = new Document("docs/architecture.md").Text;
        string[] rooms = [.. Directory.EnumerateFiles("src/SafeLoad", "*.cs", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath("src/SafeLoad", Path.GetDirectoryName(path)!).Replace('\\', '/'))
            .Where(static room => room != "." && room.Split('/')[0] is not ("bin" or "obj")).Distinct()];
        Assert.That(rooms, Has.Length.GreaterThan(20));
        foreach (string room in rooms) Assert.That(text, Does.Contain($"| `{room}` |"));
    }

    [Test]
    public void GivenReadme_IsShort() => Assert.That(s_readme.Text.Split('\n'), Has.Length.LessThanOrEqualTo(260));

    [Test]
    public void GivenCommands_TheirOptionsExist()
    {
        var commands = Documents.Where(static path => path != "CHANGELOG.md")
            .SelectMany(static path => CommandPattern().Matches(new Document(path).Text)).ToList();
        Assert.That(commands, Has.Count.GreaterThan(20));
        foreach (Match command in commands)
        {
            string help = CommandResult.Of(command.Groups[1].Value, "--help").Output;
            foreach (Match option in OptionPattern().Matches(command.Groups[2].Value))
                Assert.That(help, Does.Match(Regex.Escape(option.Groups[1].Value) + @"\b"), command.Value);
        }
    }

    [TestCase("README.md")]
    [TestCase("docs/ci.md")]
    [TestCase("docs/command.md")]
    [TestCase("docs/library.md")]
    public void GivenOptionsInText_SomeCommandHasThem(string path)
    {
        string[] verbs = ["scan", "inspect", "disasm", "clean", "convert", "split", "join"];
        string help = string.Concat(verbs.Select(static command => CommandResult.Of(command, "--help").Output));
        MatchCollection options = InlineOptionPattern().Matches(new Document(path).Text);
        Assert.That(options, Is.Not.Empty);
        foreach (Match option in options) Assert.That(help, Does.Match(Regex.Escape(option.Groups[1].Value) + @"\b"));
    }

    [Test]
    public void GivenExitCodeTable_HasEveryCodeOnce()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.IsLiteral)
            .Select(static field => (int)field.GetRawConstantValue()!);
        int start = s_readme.Text.IndexOf("| code | meaning |", StringComparison.Ordinal),
            end = s_readme.Text.IndexOf("\n\n", start, StringComparison.Ordinal);
        var rows = CodeRowPattern().Matches(s_readme.Text[start..end]).Select(static row => int.Parse(row.Groups[1].Value, null));
        Assert.That(rows, Is.EqualTo(codes.Order()));
    }

    [Test]
    public void GivenDependencyTable_HasEveryPackageThatAProjectUses()
    {
        string text = new Document("docs/architecture.md").Text;
        var shown = text[text.IndexOf("## Dependencies", StringComparison.Ordinal)..].Split('\n')
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1).SelectMany(static line => line.Split('|')[1].Split(',')).Select(static name => name.Trim());
        var used = s_projects.SelectMany(static project => XDocument.Load(project).Descendants("PackageReference"))
            .Select(static reference => (string)reference.Attribute("Include")!)
            .Concat(XDocument.Load("tests/LibTorch.props").Descendants("NativePackage").Select(static package => package.Value)).Distinct();
        Assert.That(shown, Is.EquivalentTo(used));
    }

    private static string CodeOf(string sample)
    {
        string code = File.ReadAllText($"tests/SafeLoad.Cli.Tests/Documents/{sample}.cs").ReplaceLineEndings("\n");
        int start = code.IndexOf("// <sample>\n", StringComparison.Ordinal) + "// <sample>\n".Length,
            end = code.LastIndexOf("        // </sample>", StringComparison.Ordinal);
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
