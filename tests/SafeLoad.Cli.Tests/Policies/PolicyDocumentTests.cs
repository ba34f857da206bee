using SafeLoad.Cli.Policies;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests.Policies;

/// <summary>The policies that the documents show are ones that the command takes.</summary>
public sealed class PolicyDocumentTests
{
    // Before the dates in the documents.
    private static readonly DateOnly s_today = new(2026, 6, 15);

    [TestCase("docs/ci.md", 1, 1, 0)]
    [TestCase("docs/policy.md", 2, 1, 2)]
    public void GivenPolicyInADocument_ItCanBeRead(string document, int severities, int globals, int suppressions)
    {
        string text = new Document(document).Blocks("yaml").Single(static block => block.StartsWith("version: ", StringComparison.Ordinal));
        using var folder = new TemporaryFolder();
        Policy policy = PolicyFile.Load(folder.Write("policy.yml", text), s_today);
        Assert.That((policy.Severities.Count, policy.Globals.Count, policy.Suppressions.Count, policy.FailOn),
            Is.EqualTo((severities, globals, suppressions, "suspicious")));
    }
}
