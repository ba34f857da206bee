namespace SafeLoad.Cli.Tests.Support;

/// <summary>A document of the repository, parts of which tests produce. With SAFELOAD_UPDATE_DOCS=1 they write those parts;
/// else they compare.</summary>
internal sealed class Document(string path)
{
    public const string Variable = "SAFELOAD_UPDATE_DOCS";

    private static bool Updates => Environment.GetEnvironmentVariable(Variable) == "1";

    public string Text => File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";

    /// <summary>The bodies of the fenced blocks of one kind.</summary>
    public IReadOnlyList<string> Blocks(string kind)
    {
        List<string> blocks = [];
        for (int start = 0; ;)
        {
            start = Text.IndexOf("\n```" + kind + "\n", start, StringComparison.Ordinal);
            if (start < 0) return blocks;
            start += kind.Length + 5;
            blocks.Add(Text[start..Text.IndexOf("```\n", start, StringComparison.Ordinal)]);
        }
    }

    /// <summary>Asserts that a part of the document is what it should be, or writes it.</summary>
    public void ShouldHold(string part, string produced)
    {
        if (part == produced) return;
        if (Updates) File.WriteAllText(path, part.Length == 0 ? produced : Text.Replace(part, produced, StringComparison.Ordinal));
        else
            Assert.Fail($"{path} is stale; run the tests with {Variable}=1 to write it anew, and look at what changed.\nIt "
                + $"says:\n{part}\nRight:\n{produced}");
    }
}
