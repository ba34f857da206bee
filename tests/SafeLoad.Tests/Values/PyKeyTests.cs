using System.Numerics;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Values;

public sealed class PyKeyTests
{
    private static PyValue Int(long value) => PyValue.FromInt(value);

    private static PyValue Big(BigInteger value) => PyValue.FromInt(value);

    private static PyValue Float(double value) => PyValue.FromDouble(value);

    private static PyValue Complex(double real, double imaginary) => new(new PyComplex(real, imaginary));

    private static PyValue Tuple(params PyValue[] items) => new(new PyTuple(items));

    private static PyValue Size(params long[] items) => new(new PyTuple([.. items.Select(Int)], PyKind.Size));

    private static PyValue Frozen(params PyValue[] items)
    {
        var set = new PySet(PyKind.FrozenSet);
        foreach (PyValue item in items) set.Add(item);
        // The machine counts a set before it becomes a key, so that inner sets are settled before outer ones.
        Assert.That(set, Has.Count.LessThanOrEqualTo(items.Length));
        return new PyValue(set);
    }

    private static PyValue Text(string text) => PyValue.FromText(text);

    private static PyValue Bytes(params byte[] bytes) => PyValue.FromBuffer(new PyBuffer(PyKind.Bytes, bytes), 0, bytes.Length);

    private static IEnumerable<TestCaseData> Equal()
    {
        yield return new TestCaseData(Int(1), PyValue.FromBool(true)).SetArgDisplayNames("1 and True");
        yield return new TestCaseData(Int(0), PyValue.FromBool(false)).SetArgDisplayNames("0 and False");
        yield return new TestCaseData(Int(1), Float(1)).SetArgDisplayNames("1 and 1.0");
        yield return new TestCaseData(PyValue.FromBool(true), Float(1)).SetArgDisplayNames("True and 1.0");
        yield return new TestCaseData(Float(0), Float(-0.0)).SetArgDisplayNames("0.0 and -0.0");
        yield return new TestCaseData(Int(0), Float(-0.0)).SetArgDisplayNames("0 and -0.0");
        yield return new TestCaseData(Int(1L << 53), Float(9007199254740992)).SetArgDisplayNames("2**53 and its float");
        yield return new TestCaseData(Big(BigInteger.One << 100), Float(Math.ScaleB(1, 100))).SetArgDisplayNames("2**100 and its float");
        yield return new TestCaseData(Big(BigInteger.One << 100), Big(BigInteger.One << 100)).SetArgDisplayNames("2**100 twice");
        yield return new TestCaseData(Float(double.PositiveInfinity), Float(double.PositiveInfinity)).SetArgDisplayNames("inf twice");
        yield return new TestCaseData(Complex(1, 2), Complex(1, 2)).SetArgDisplayNames("1+2j twice");
        yield return new TestCaseData(Complex(0, 1), Complex(-0.0, 1)).SetArgDisplayNames("0+1j and -0+1j");
        yield return new TestCaseData(Complex(3, 0), Int(3)).SetArgDisplayNames("3+0j and 3");
        yield return new TestCaseData(Complex(2.5, -0.0), Float(2.5)).SetArgDisplayNames("2.5-0j and 2.5");
        yield return new TestCaseData(Text("é"), Text("é")).SetArgDisplayNames("text twice");
        yield return new TestCaseData(PyValue.None, PyValue.None).SetArgDisplayNames("None twice");
        yield return new TestCaseData(Tuple(), Tuple()).SetArgDisplayNames("() twice");
        yield return new TestCaseData(Tuple(Int(1), Tuple(Text("a"), PyValue.None)), Tuple(Float(1), Tuple(Text("a"), PyValue.None)))
            .SetArgDisplayNames("(1, ('a', None)) and (1.0, ('a', None))");
        yield return new TestCaseData(Size(2, 3), Size(2, 3)).SetArgDisplayNames("Size twice");
        // torch.Size is a tuple to Python.
        yield return new TestCaseData(Size(2, 3), Tuple(Int(2), Int(3))).SetArgDisplayNames("Size and tuple");
        yield return new TestCaseData(Frozen(Int(1), Int(2), Int(3)), Frozen(Int(3), Float(1), Int(2)))
            .SetArgDisplayNames("frozensets in another order");
        yield return new TestCaseData(Frozen(Frozen(Int(1)), Frozen(), Tuple(Frozen(Int(2), Int(3)))),
            Frozen(Tuple(Frozen(Int(3), Int(2))), Frozen(Int(1)), Frozen())).SetArgDisplayNames("nested frozensets in another order");
    }

    private static IEnumerable<TestCaseData> Unequal()
    {
        yield return new TestCaseData(Int(1), Int(2)).SetArgDisplayNames("1 and 2");
        yield return new TestCaseData(Int(-1), PyValue.None).SetArgDisplayNames("-1 and None");
        yield return new TestCaseData(PyValue.FromBool(false), PyValue.None).SetArgDisplayNames("False and None");
        yield return new TestCaseData(Int((1L << 53) + 1), Float(9007199254740992)).SetArgDisplayNames("2**53+1 and 2.0**53");
        yield return new TestCaseData(Float(0.5), Int(0)).SetArgDisplayNames("0.5 and 0");
        yield return new TestCaseData(Float(double.NaN), Float(double.NaN)).SetArgDisplayNames("nan twice");
        yield return new TestCaseData(Float(double.PositiveInfinity), Float(double.NegativeInfinity)).SetArgDisplayNames("inf and -inf");
        yield return new TestCaseData(Complex(1, 2), Complex(2, 1)).SetArgDisplayNames("1+2j and 2+1j");
        yield return new TestCaseData(Text("a"), Bytes((byte)'a')).SetArgDisplayNames("'a' and b'a'");
        yield return new TestCaseData(Text("1"), Int(1)).SetArgDisplayNames("'1' and 1");
        yield return new TestCaseData(Text("a"), Text("A")).SetArgDisplayNames("'a' and 'A'");
        yield return new TestCaseData(Tuple(Int(1), Int(2)), Tuple(Int(2), Int(1))).SetArgDisplayNames("(1, 2) and (2, 1)");
        yield return new TestCaseData(Tuple(Int(1)), Int(1)).SetArgDisplayNames("(1,) and 1");
        yield return new TestCaseData(Tuple(Int(1)), Tuple(Int(1), Int(1))).SetArgDisplayNames("(1,) and (1, 1)");
        yield return new TestCaseData(Tuple(Tuple()), Tuple(Tuple(Tuple()))).SetArgDisplayNames("((),) and (((),),)");
        yield return new TestCaseData(Tuple(Tuple(Int(1)), Int(2)), Tuple(Int(1), Tuple(Int(2))))
            .SetArgDisplayNames("((1,), 2) and (1, (2,))");
        yield return new TestCaseData(Size(2, 3), Tuple(Int(2), Int(4))).SetArgDisplayNames("Size and another tuple");
        yield return new TestCaseData(Tuple(), Frozen()).SetArgDisplayNames("() and frozenset()");
        yield return new TestCaseData(Frozen(Int(1)), Frozen(Int(1), Int(2))).SetArgDisplayNames("frozensets of other sizes");
        yield return new TestCaseData(Frozen(Int(1), Int(4)), Frozen(Int(2), Int(3))).SetArgDisplayNames("frozensets of the same sum");
        yield return new TestCaseData(new PyValue(new PyConstant(PyConstant.DTypeName, "torch.float32")),
            new PyValue(new PyConstant(PyConstant.DeviceName, "torch.float32"))).SetArgDisplayNames("a dtype and a device of its name");
    }

    [TestCaseSource(nameof(Equal))]
    public void GivenEqualKeys_AreEqualBothWaysAndHashAlike(object a, object b)
    {
        PyValue left = (PyValue)a, right = (PyValue)b;
        Assert.That((PyKey.AreEqual(left, right), PyKey.AreEqual(right, left)), Is.EqualTo((true, true)));
        Assert.That(PyKey.Hash(left), Is.EqualTo(PyKey.Hash(right)));
    }

    // 64 bits of a seeded hash: two of these values meet once in 10^18 runs.
    [TestCaseSource(nameof(Unequal))]
    public void GivenUnequalKeys_AreUnequalBothWays(object a, object b)
    {
        PyValue left = (PyValue)a, right = (PyValue)b;
        Assert.That((PyKey.AreEqual(left, right), PyKey.AreEqual(right, left)), Is.EqualTo((false, false)));
        // In a tuple Python asks for identity first, and a nan has none here but its bits.
        if (left.Kind != PyKind.Float || !double.IsNaN(left.AsDouble())) Assert.That(PyKey.AreEqual(Tuple(left), Tuple(right)), Is.False);
    }

    [Test]
    public void GivenUnhashable_IsNamedHoweverDeep()
    {
        PyValue list = new(new PyList());
        Assert.That(PyKey.WhyUnhashable(list, 100, out _), Is.EqualTo("list"));
        Assert.That(PyKey.WhyUnhashable(Tuple(Int(1), Tuple(list)), 100, out _), Is.EqualTo("list"));
        Assert.That(PyKey.WhyUnhashable(Tuple(Int(1), Frozen(Int(2))), 100, out _), Is.Null);
        Assert.That(PyKey.WhyUnhashable(PyValue.FromBuffer(new PyBuffer(PyKind.ByteArray, []), 0, 0), 100, out _), Is.EqualTo("bytearray"));
    }

    [Test]
    public void GivenWideTuple_ItsWidthIsCounted()
    {
        PyKey.WhyUnhashable(Tuple([.. Enumerable.Range(0, 1000).Select(static i => Int(i))]), 10_000, out long steps);
        Assert.That(steps, Is.GreaterThanOrEqualTo(1000));
    }

    [Test]
    public void GivenExponentialTuple_CountingStopsAtTheLimit()
    {
        PyValue value = Tuple();
        for (int i = 0; i < 100; i++) value = Tuple(value, value);
        PyKey.WhyUnhashable(value, 10_000, out long steps);
        Assert.That(steps, Is.InRange(10_001, 20_002));
    }

    [Test]
    public void GivenLongText_ItsLengthIsCounted()
    {
        PyKey.WhyUnhashable(Text(new string('a', 64_000)), 10_000, out long alone);
        PyKey.WhyUnhashable(Tuple(Text(new string('a', 64_000))), 10_000, out long inTuple);
        PyKey.WhyUnhashable(Text("conv1.weight"), 10_000, out long ordinary);
        Assert.That((alone, inTuple, ordinary), Is.EqualTo((1001L, 1003L, 1L)));
    }

    // Sorting the items of each level by hashes that are computed anew takes steps quadratic in the depth: here 10^8.
    [Test]
    public void GivenDeepEqualFrozenSets_ComparingVisitsEachOnce()
    {
        static PyValue Deep(int levels)
        {
            PyValue value = Frozen();
            for (int i = 0; i < levels; i++) value = Frozen(value, Int(i));
            return value;
        }
        PyValue warm = Deep(10);
        Assert.That(PyKey.AreEqual(warm, Deep(10)), Is.True);
        PyValue left = Deep(4000), right = Deep(4000);
        bool equal = false;
        long bytes = Cost.AllocatedBy(() => equal = PyKey.AreEqual(left, right));
        Assert.That(equal, Is.True);
        Assert.That(bytes, Is.LessThan(32 << 20));
    }

    [Test]
    public void GivenHundredThousandLevels_HashAndEqualityNeedNoCallStack()
    {
        static PyValue Deep()
        {
            PyValue value = Tuple();
            for (int i = 0; i < 100_000; i++) value = Tuple(value);
            return value;
        }
        PyValue left = Deep(), right = Deep();
        Assert.That(PyKey.Hash(left), Is.EqualTo(PyKey.Hash(right)));
        Assert.That(PyKey.AreEqual(left, right), Is.True);
    }

    [FsCheck.NUnit.Property]
    public bool GivenAnyIntAndFloat_EqualityIsThatOfTheNumbers(long a, double b)
    {
        bool expected = double.IsFinite(b) && double.IsInteger(b) && new BigInteger(b) == a;
        PyValue floatOfA = Float(a);
        bool exact = new BigInteger((double)a) == a;
        return PyKey.AreEqual(Int(a), Float(b)) == expected && PyKey.AreEqual(Int(a), floatOfA) == exact
            && (!exact || PyKey.Hash(Int(a)) == PyKey.Hash(floatOfA));
    }

    [FsCheck.NUnit.Property]
    public bool GivenAnyItems_FrozenSetsIgnoreTheirOrder(int[] items)
    {
        PyValue left = Frozen([.. items.Select(static item => Int(item))]),
            right = Frozen([.. Enumerable.Reverse(items).Concat(items).Select(static item => Int(item))]);
        return PyKey.AreEqual(left, right) && PyKey.Hash(left) == PyKey.Hash(right);
    }
}
