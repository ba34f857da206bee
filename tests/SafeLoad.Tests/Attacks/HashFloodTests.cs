using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Attacks;

/// <summary>Keys that the file chose so that a plain hash table puts them into one bucket: 80,000 of them would take seconds, and 4 times as many 16 times that.</summary>
public sealed class HashFloodTests
{
    [Test, Retry(5)]
    public void GivenIntKeysThatAreMultiplesOfTwoToThe32_TimeIsLinear() => AssertLinear(static (pickle, i) => pickle.Int((long)i << 32));

    [Test, Retry(5)]
    public void GivenIntKeysWithEqualFoldedHalves_TimeIsLinear() => AssertLinear(static (pickle, i) => pickle.Int(((long)i << 32) | (uint)i));

    [Test, Retry(5)]
    public void GivenFloatKeysWithEqualFoldedHalves_TimeIsLinear() => AssertLinear(static (pickle, i) => pickle.Double(BitConverter.Int64BitsToDouble((0x3FF00000L + i << 32) | (uint)(0x3FF00000 + i))));

    [Test, Retry(5)]
    public void GivenTupleKeysThatDifferInHighBits_TimeIsLinear() => AssertLinear(static (pickle, i) => pickle.Int((long)i << 40).Op(PickleOpcode.Tuple1));

    [Test, Retry(5)]
    public void GivenStringKeysWithEqualPolynomialHash_TimeIsLinear() =>
        // "Aa" and "BB" are equal to every hash that multiplies by 31.
        AssertLinear(static (pickle, i) => pickle.Text(string.Concat(Enumerable.Range(0, 19).Select(bit => (i >> bit & 1) == 0 ? "Aa" : "BB"))));

    [Test, Retry(5)]
    public void GivenMemoIndexesThatCollide_TimeIsLinear()
    {
        Assert.That(Open(80_000), Is.LessThan(Open(20_000) * 16 + TimeSpan.FromMilliseconds(200)));

        static TimeSpan Open(int count)
        {
            byte[] file = Samples.PickleOf(pickle =>
            {
                pickle.Int(1);
                for (long i = 1; i <= count; i++) pickle.Line(PickleOpcode.Put, (i << 32).ToString(System.Globalization.CultureInfo.InvariantCulture));
            });
            return Cost.FastestOf(3, () => Checkpoint.Open(file).Dispose());
        }
    }

    // Quadratic time would make 16 times the time of 4 times the keys (and 5 s of 80,000); linear makes 4.
    private static void AssertLinear(Action<PickleBuilder, int> key)
    {
        byte[] small = Dict(20_000), large = Dict(80_000);
        Assert.That(Open(large, 80_000), Is.LessThan(Open(small, 20_000) * 10 + TimeSpan.FromMilliseconds(200)));

        byte[] Dict(int count) => Samples.PickleOf(pickle =>
        {
            pickle.EmptyDict().Mark();
            for (int i = 0; i < count; i++)
            {
                key(pickle, i);
                pickle.Op(PickleOpcode.None);
            }
            pickle.SetItems();
        });

        static TimeSpan Open(byte[] file, int count) => Cost.FastestOf(3, () =>
        {
            using Checkpoint checkpoint = Checkpoint.Open(file);
            Assert.That((PyDict)checkpoint.Root.Reference!, Has.Count.EqualTo(count));
        });
    }
}
