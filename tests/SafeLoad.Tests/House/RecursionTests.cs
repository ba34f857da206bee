namespace SafeLoad.Tests.House;

/// <summary>No recursion over input, as a test on the compiled library: what a file nests must not cost stack.</summary>
public sealed class RecursionTests
{
    private static string Library => Path.Combine(AppContext.BaseDirectory, "SafeLoad.Core.dll");

    [TestCase("SafeLoad.Scanning", 300)]
    [TestCase("SafeLoad.Pickle", 100)]
    public void GivenARoomThatFollowsTheFile_NoMethodComesToCallItself(string space, int atLeast)
    {
        Assert.That(CallGraph.Circles(Library, space, out int methods), Is.Empty);
        Assert.That(methods, Is.GreaterThan(atLeast));
    }

    // A check that finds nothing here is blind.
    [Test]
    public void GivenMethodsThatCallThemselves_AreNamed() =>
        Assert.That(CallGraph.Circles(typeof(RecursionTests).Assembly.Location, "SafeLoad.Tests.House.Recursion", out _),
            Is.EqualTo(new[] { "<Nested>d__2.MoveNext", "Example.Direct", "Example.First", "Example.Nested", "Example.Second" }));
}
