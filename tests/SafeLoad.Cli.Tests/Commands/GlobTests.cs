using SafeLoad.Cli.Input;

namespace SafeLoad.Cli.Tests.Commands;

public sealed class GlobTests
{
    [TestCase("*.pt", "a.pt", true)]
    [TestCase("*.pt", ".pt", true, Description = "names that begin with a dot are no exception: what is hidden is scanned too")]
    [TestCase("*.pt", "a.pth", false)]
    [TestCase("*.pt", "sub/a.pt", false)]
    [TestCase("*/*.pt", "sub/a.pt", true)]
    [TestCase("*", "", true)]
    [TestCase("a*b*c", "axxbyyc", true)]
    [TestCase("a*b*c", "axxbyy", false)]
    [TestCase("?.pt", "a.pt", true)]
    [TestCase("?.pt", "ab.pt", false)]
    [TestCase("a?b", "a/b", false)]
    [TestCase("**", "a/b/c", true)]
    [TestCase("**/x.pt", "x.pt", true)]
    [TestCase("**/x.pt", "a/b/x.pt", true)]
    [TestCase("**/x.pt", "a/bx.pt", false)]
    [TestCase("a/**", "a/b/c", true)]
    [TestCase("a/**", "ab/c", false)]
    [TestCase("a/**/b", "a/b", true)]
    [TestCase("a/**/b", "a/x/y/b", true)]
    [TestCase("a/**/b", "a/xb", false)]
    [TestCase("a**b", "a/b", false, Description = "inside of a name two stars are one")]
    [TestCase("[a-c].pt", "b.pt", true)]
    [TestCase("[a-c].pt", "d.pt", false)]
    [TestCase("[!a-c].pt", "d.pt", true)]
    [TestCase("[^a-c].pt", "b.pt", false)]
    [TestCase("[]].pt", "].pt", true)]
    [TestCase("[!]].pt", "].pt", false)]
    [TestCase("[a-]", "-", true)]
    [TestCase("[!a]", "/", false)]
    [TestCase("[a", "[a", true, Description = "a bracket that is not closed is itself")]
    [TestCase("a.pt", "A.pt", false)]
    public void GivenPatternAndPath_MatchesAsAShellWould(string pattern, string path, bool matches) =>
        Assert.That(new Glob(pattern).Matches(path), Is.EqualTo(matches));

    [TestCase("a/b/*.pt", "a", true)]
    [TestCase("a/b/*.pt", "a/b", true)]
    [TestCase("a/b/*.pt", "a/c", false)]
    [TestCase("a/b/*.pt", "a/b/c", false)]
    [TestCase("**/x.pt", "any/where", true)]
    [TestCase("*.pt", "a", false)]
    public void GivenFolder_SaysWhetherSomethingInItCouldMatch(string pattern, string folder, bool can) =>
        Assert.That(new Glob(pattern).CanMatchIn(folder), Is.EqualTo(can));

    // A matcher that tries one way after the other needs longer than the universe is old.
    [Test]
    public void GivenPatternOfManyStars_Ends() =>
        Assert.That(new Glob(string.Concat(Enumerable.Repeat("*a", 200)) + "b").Matches(new string('a', 4000)), Is.False);
}
