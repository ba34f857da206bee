namespace SafeLoad.Tests.House;

public sealed class CirclesTests
{
    private static string Largest(params string[] arrows) =>
        string.Concat(Circles.Largest(arrows.Select(static arrow => (arrow[..1], arrow[1..]))));

    [Test]
    public void GivenALine_ThereIsNoCircle() => Assert.That(Largest("ab", "bc", "ac"), Is.Empty);

    [Test]
    public void GivenAFileThatUsesItself_ThereIsNoCircle() => Assert.That(Largest("aa", "ab"), Is.Empty);

    [Test]
    public void GivenTwoCircles_TheLargerOneIsFound() =>
        Assert.That(Largest("ab", "ba", "xc", "cd", "de", "ec", "ef", "bx"), Is.EqualTo("cde"));

    [Test]
    public void GivenTwoCirclesThatShareOne_TheyAreOne() => Assert.That(Largest("ab", "ba", "bc", "cb"), Is.EqualTo("abc"));
}
