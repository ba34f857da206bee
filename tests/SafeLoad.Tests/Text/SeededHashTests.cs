using SafeLoad.Text;

namespace SafeLoad.Tests.Text;

public sealed class SeededHashTests
{
    private static int Distinct(IEnumerable<ulong> hashes, int bits) =>
        hashes.Select(hash => hash & ((1UL << bits) - 1)).Distinct().Count();

    // An index probes by the low bits. By chance 100,000 keys take 95,339 of 2^20 places, with every seed;
    // unmixed some of these patterns take a handful, and with one multiplication instead of two 10,000 with the worst of some hundred
    // seeds.
    private static readonly Func<long, long>[] s_keys = [static i => i, static i => i << 20, static i => i << 44, static i => i | i << 32,
        static i => -i, static i => i * 0x9E3779B9];

    [Test]
    public void GivenRegularIntegers_AreSpread([Range(0, 5)] int pattern) =>
        Assert.That(Distinct(Enumerable.Range(0, 100_000).Select(i => SeededHash.Of(s_keys[pattern](i))), 20), Is.InRange(94_000, 96_700));

    [Test]
    public void GivenRegularBytes_SpreadLikeChance() =>
        Assert.That(Distinct(Enumerable.Range(0, 100_000)
            .Select(static i => SeededHash.Of(System.Text.Encoding.ASCII.GetBytes("layers." + i + ".weight"))), 20),
            Is.InRange(94_000, 96_700));

    [Test]
    public void GivenZerosOfEveryLength_HashDifferently() =>
        Assert.That(Enumerable.Range(0, 256).Select(static length => SeededHash.Of(new byte[length])).Distinct().Count(), Is.EqualTo(256));

    [Test]
    public void GivenTheSameKeyTwice_HashesAlike()
    {
        ulong first = SeededHash.Of(42), second = SeededHash.Of(42);
        Assert.That(second, Is.EqualTo(first));
        Assert.That(SeededHash.Of("abcdefghij"u8), Is.EqualTo(SeededHash.Of("abcdefghij"u8.ToArray())));
    }

    [Test]
    public void GivenCombinedHashes_TheOrderMatters() => Assert.That(SeededHash.Combine(1, 2), Is.Not.EqualTo(SeededHash.Combine(2, 1)));
}
