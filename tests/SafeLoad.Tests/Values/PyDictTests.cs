using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Values;

public sealed class PyDictTests
{
    private static PyDict Of(params (PyValue Key, long Value)[] entries)
    {
        var dict = new PyDict();
        foreach (var (key, value) in entries) dict.Add(key, PyValue.FromInt(value));
        return dict;
    }

    // On both sides of the size from which on there is an index.
    [TestCase(1)]
    [TestCase(8)]
    [TestCase(9)]
    [TestCase(1000)]
    public void GivenEntries_EveryKeyIsFoundAndNoOther(int count)
    {
        PyDict dict = Of([.. Enumerable.Range(0, count).Select(static i => (PyValue.FromText("k" + i), (long)i))]);
        Assert.That(dict, Has.Count.EqualTo(count));
        for (int i = 0; i < count; i++) Assert.That(dict["k" + i].AsInt64(), Is.EqualTo(i));
        Assert.That(dict.TryGetValue("k" + count, out PyValue missing), Is.False);
        Assert.That(missing.IsNone, Is.True);
        Assert.That(dict.Select(static pair => pair.Key.AsString()), Is.EqualTo(Enumerable.Range(0, count).Select(static i => "k" + i)));
    }

    [Test]
    public void GivenMissingKey_TheIndexerNamesIt() =>
        Assert.That(() => Of((PyValue.FromText("a"), 1))["b"],
            Throws.TypeOf<KeyNotFoundException>().With.Message.EqualTo("The dict has no key 'b'."));

    [TestCase(4)]
    [TestCase(100)]
    public void GivenDuplicates_FirstPlaceAndLastValueStay(int keys)
    {
        PyDict dict = Of([.. Enumerable.Range(0, keys * 3).Select(i => (PyValue.FromInt(i % keys), (long)i))]);
        Assert.That(dict.Select(static pair => (pair.Key.AsInt64(), pair.Value.AsInt64())),
            Is.EqualTo(Enumerable.Range(0, keys).Select(i => ((long)i, (long)(keys * 2 + i)))));
    }

    [TestCase(2)]
    [TestCase(50)]
    public void GivenEntriesAddedAfterALook_AreSettledAgain(int count)
    {
        PyDict dict = Of([.. Enumerable.Range(0, count).Select(static i => (PyValue.FromInt(i), (long)i))]);
        Assert.That(dict, Has.Count.EqualTo(count));
        dict.Add(PyValue.FromInt(0), PyValue.FromInt(-1));
        dict.Add(PyValue.FromInt(count), PyValue.FromInt(count));
        Assert.That(dict, Has.Count.EqualTo(count + 1));
        Assert.That((dict.First().Key.AsInt64(), dict.First().Value.AsInt64()), Is.EqualTo((0L, -1L)));
        Assert.That(dict.TryGetValue(PyValue.FromInt(count), out _), Is.True);
    }

    [Test]
    public void GivenEmptyDict_HasNothing()
    {
        var dict = new PyDict();
        Assert.That(dict, Is.Empty);
        Assert.That(dict.TryGetValue("", out _), Is.False);
    }

    [Test]
    public void GivenStrKey_BytesOfTheSameBytesAreNotFound()
    {
        PyDict dict = Of((PyValue.FromText("a"), 1));
        Assert.That(dict.TryGetValue(PyValue.FromBuffer(new PyBuffer(PyKind.Bytes, [(byte)'a']), 0, 1), out _), Is.False);
    }

    [Test]
    public void GivenFirstLooksFromManyThreads_AllSeeTheSameDict()
    {
        for (int round = 0; round < 50; round++)
        {
            PyDict dict = Of([.. Enumerable.Range(0, 2000).Select(static i => (PyValue.FromInt(i % 1000), (long)i))]);
            int[] counts = new int[8];
            Parallel.For(0, counts.Length,
                i => counts[i] = dict.Count + (dict.TryGetValue(PyValue.FromInt(999), out PyValue value) ? (int)value.AsInt64() : 0));
            Assert.That(counts, Has.All.EqualTo(1000 + 1999));
        }
    }

    // Longs whose .NET hash codes are all the same: an index by GetHashCode would look at 450 million places.
    [Test]
    public void GivenKeysThatCollideInDotNet_EachTakesAStepOrTwo()
    {
        PyDict dict = Of([.. Enumerable.Range(1, 30_000).Select(static i => (PyValue.FromInt(i * 0x1_0000_0001L), (long)i))]);
        // High and low half alike: long.GetHashCode is 0 for all of them.
        Assert.That((77L | 77L << 32).GetHashCode(), Is.Zero);
        Assert.That(dict.Steps, Is.InRange(30_000, 60_000));
    }

    [FsCheck.NUnit.Property]
    public bool GivenAnyEntries_IsWhatAnOrderedDictionaryIs((byte Key, int Value)[] entries)
    {
        var order = new List<long>();
        var expected = new Dictionary<long, long>();
        foreach (var (key, value) in entries)
        {
            if (!expected.ContainsKey(key)) order.Add(key);
            expected[key] = value;
        }
        PyDict dict = Of([.. entries.Select(static entry => (PyValue.FromInt(entry.Key), (long)entry.Value))]);
        return dict.Select(static pair => (pair.Key.AsInt64(), pair.Value.AsInt64()))
            .SequenceEqual(order.Select(key => (key, expected[key])));
    }
}
