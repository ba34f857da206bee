using SafeLoad.Diagnostics;

namespace SafeLoad.Tests.Text;

public sealed class ListTextTests
{
    [TestCase("", ExpectedResult = "")]
    [TestCase("a", ExpectedResult = "a")]
    [TestCase("a b c", ExpectedResult = "a, b, c")]
    [TestCase("a b c d", ExpectedResult = "a, b, c and 1 more")]
    [TestCase("a b c d e", ExpectedResult = "a, b, c and 2 more")]
    public string GivenItems_TheFirstThreeAreShown(string items) =>
        ListText.Of(items.Split(' ', StringSplitOptions.RemoveEmptyEntries), shown: 3);

    [Test]
    public void GivenThousands_TheRestHasSeparatorsAndOnlyWhatIsShownIsMadeAText()
    {
        int made = 0;
        string text = ListText.Of([.. Enumerable.Range(0, 2345)], 2, number =>
        {
            made++;
            return $"<{number}>";
        });
        Assert.That((text, made), Is.EqualTo(("<0>, <1> and 2,343 more", 2)));
    }

    [TestCase(2, ExpectedResult = "a, b")]
    [TestCase(9, ExpectedResult = "a, b and 7 more")]
    public string GivenTheFirstAndACount_TheOthersAreCounted(int count) => ListText.OfFirst(["a", "b"], count);
}
