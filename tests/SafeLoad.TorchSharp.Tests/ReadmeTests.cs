using SafeLoad.TorchSharp.Tests.Support;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>What the README shows of TorchSharp compiles, runs and prints what it says.</summary>
[NonParallelizable]
public sealed class ReadmeTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Fixtures.Folder, ".."));

    [Test]
    public void GivenBlockAboutTorchSharp_IsTheSampleThatRuns()
    {
        Assume.That(TestDevice.IsCpu, "its output is that of the CPU");
        string readme = File.ReadAllText(Path.Combine(s_root, "README.md")).ReplaceLineEndings("\n");
        string code = File.ReadAllText(Path.Combine(s_root, "tests", "SafeLoad.TorchSharp.Tests", "ReadmeSample.cs")).ReplaceLineEndings("\n");
        int start = code.IndexOf("// <readme>\n", StringComparison.Ordinal) + "// <readme>\n".Length, end = code.IndexOf("        // </readme>", StringComparison.Ordinal);
        string sample = string.Concat(code[start..end].Split('\n').Select(static line => line.Length > 8 ? line[8..] + "\n" : ""));
        Assert.That(readme, Does.Contain("```cs\n" + sample + "```\n"));
        Assert.That(readme, Does.Contain("prints\n\n```text\n" + Output() + "```\n"));
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
            ReadmeSample.Run();
        }
        finally
        {
            Console.SetOut(console);
            Directory.SetCurrentDirectory(folder);
        }
        return output.ToString().ReplaceLineEndings("\n");
    }
}
