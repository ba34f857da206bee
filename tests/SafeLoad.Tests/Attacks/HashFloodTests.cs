using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Attacks;

/// <summary>Keys that the file chose so that a plain hash table puts them into one bucket:
/// entering n of them would take n² / 2 steps.</summary>
public sealed class HashFloodTests
{
    private const int Count = 40_000;

    [Test]
    public void GivenIntKeysThatAreMultiplesOfTwoToThe32_StepsAreLinear() => AssertLinear(static (pickle, i) => pickle.Int((long)i << 32));

    [Test]
    public void GivenIntKeysWithEqualFoldedHalves_StepsAreLinear() =>
        AssertLinear(static (pickle, i) => pickle.Int(((long)i << 32) | (uint)i));

    [Test]
    public void GivenFloatKeysWithEqualFoldedHalves_StepsAreLinear() =>
        AssertLinear(static (pickle, i) => pickle.Double(BitConverter.Int64BitsToDouble((0x3FF00000L + i << 32) | (uint)(0x3FF00000 + i))));

    [Test]
    public void GivenTupleKeysThatDifferInHighBits_StepsAreLinear() =>
        AssertLinear(static (pickle, i) => pickle.Int((long)i << 40).Op(PickleOpcode.Tuple1));

    [Test]
    public void GivenStringKeysWithEqualPolynomialHash_StepsAreLinear() =>
        // "Aa" and "BB" are equal to every hash that multiplies by 31.
        AssertLinear(static (pickle, i) =>
            pickle.Text(string.Concat(Enumerable.Range(0, 19).Select(bit => (i >> bit & 1) == 0 ? "Aa" : "BB"))));

    // Their .NET hash codes are all 0: each would be compared with every one before it.
    [Test]
    public void GivenMemoIndexesThatCollide_NoneIsComparedWithAnother()
    {
        var memo = new Memo(Count);
        for (long i = 1; i <= Count; i++) Assert.That(memo.TryStore(i << 32 | i, PyValue.FromInt(i)), Is.True);
        Assert.That(memo.Count, Is.EqualTo(Count));
        Assert.That(memo.Comparisons, Is.LessThan(10), "a few by chance; 800 million if all had one hash");
    }

    // The index is half full at most: entering a key looks at one and a half places on average, were they chosen by chance.
    private static void AssertLinear(Action<PickleBuilder, int> key)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.PickleOf(pickle =>
        {
            pickle.EmptyDict().Mark();
            for (int i = 0; i < Count; i++)
            {
                key(pickle, i);
                pickle.Op(PickleOpcode.None);
            }
            pickle.SetItems();
        }));
        var dict = (PyDict)checkpoint.Root.Reference!;
        Assert.That(dict, Has.Count.EqualTo(Count));
        Assert.That(dict.Steps, Is.InRange(Count, 2 * Count));
    }
}
