namespace SafeLoad.Tests.Support;

/// <summary>Loops that hold something: over nothing every assertion is true.</summary>
internal static class Sequences
{
    /// <summary>The items of a loop, which fails where they are fewer than the test is about.</summary>
    /// <param name="items">What is looped over.</param>
    /// <param name="atLeast">How many there are, at least.</param>
    public static IReadOnlyList<T> Each<T>(IEnumerable<T> items, int atLeast)
    {
        T[] all = [.. items];
        Assert.That(all, Has.Length.AtLeast(atLeast), "what the loop is about is there");
        return all;
    }
}
