using SafeLoad.TorchSharp.Tests.Support;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>What docs/torchsharp.md shows compiles, runs and prints what it says.</summary>
[NonParallelizable]
public sealed class DocumentTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Fixtures.Folder, ".."));

    [Test]
    public void GivenBlockAboutTorchSharp_IsTheSampleThatRuns()
    {
        Assume.That(TestDevice.IsCpu, "its output is that of the CPU");
        string document = File.ReadAllText(Path.Combine(s_root, "docs", "torchsharp.md")).ReplaceLineEndings("\n");
        string code =
            File.ReadAllText(Path.Combine(s_root, "tests", "SafeLoad.TorchSharp.Tests", "DocumentSample.cs")).ReplaceLineEndings("\n");
        int start = code.IndexOf("// <sample>\n", StringComparison.Ordinal) + "// <sample>\n".Length,
            end = code.IndexOf("        // </sample>", StringComparison.Ordinal);
        string sample = string.Concat(code[start..end].Split('\n').Select(static line => line.Length > 8 ? line[8..] + "\n" : ""));
        Assert.That(document, Does.Contain("```cs\n" + sample + "```\n"));
        Assert.That(document, Does.Contain("prints\n\n```text\n" + Output() + "```\n"));
    }

    private static string Output()
    {
        string folder = Directory.GetCurrentDirectory();
        TextWriter console = Console.Out;
        var output = new StringWriter();
        try
        {
            Directory.SetCurrentDirectory(s_root);
            Console.SetOut(output);
            DocumentSample.Run();
        }
        finally
        {
            Console.SetOut(console);
            Directory.SetCurrentDirectory(folder);
        }
        return output.ToString().ReplaceLineEndings("\n");
    }
}
