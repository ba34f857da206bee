using SafeLoad.Scanning.Findings;

namespace SafeLoad.Tests.Scanning;

/// <summary>Few things are compared one by one, many by a table: what is in the list does not depend on it.</summary>
public sealed class DistinctListTests
{
    [Test]
    public void GivenThingsOneByOneOrTogether_EachIsThereOnceInItsOrder([Range(0, 20)] int count, [Values(0, 1, 7, 8, 9, 30)] int together)
    {
        var list = new DistinctList<string>(StringComparer.OrdinalIgnoreCase);
        list.AddAll([.. Enumerable.Range(0, together).Select(static i => "n" + i)]);
        for (int i = 0; i < count; i++) Assert.That(list.Add("N" + i), Is.EqualTo(i >= together));
        list.AddAll([.. Enumerable.Range(0, count).Select(static i => "n" + i)]);
        Assert.That(list.ToArray(), Is.EqualTo(Enumerable.Range(0, Math.Max(count, together)).Select(static i => "n" + i)).IgnoreCase);
        Assert.That(list.Count, Is.EqualTo(Math.Max(count, together)));
    }
}
