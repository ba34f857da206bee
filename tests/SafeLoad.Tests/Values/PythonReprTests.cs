using System.Numerics;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Values;

/// <summary>What is expected here is what CPython's repr printed.</summary>
public sealed class PythonReprTests
{
    private static PyValue Tuple(params PyValue[] items) => new(new PyTuple(items));

    private static PyValue Bytes(PyKind kind, params byte[] bytes) => PyValue.FromBuffer(new PyBuffer(kind, bytes), 0, bytes.Length);

    private static IEnumerable<TestCaseData> Values()
    {
        yield return new TestCaseData(PyValue.None, "None");
        yield return new TestCaseData(PyValue.FromBool(true), "True");
        yield return new TestCaseData(PyValue.FromInt(-5), "-5");
        yield return new TestCaseData(PyValue.FromInt(BigInteger.Pow(10, 20)), "100000000000000000000");
        yield return new TestCaseData(PyValue.FromDouble(1e16), "1e+16");
        yield return new TestCaseData(new PyValue(new PyComplex(1, 2)), "(1+2j)");
        yield return new TestCaseData(new PyValue(new PyComplex(1.5, -0.0)), "(1.5-0j)");
        yield return new TestCaseData(new PyValue(new PyComplex(0, 1)), "1j");
        yield return new TestCaseData(new PyValue(new PyComplex(0, -0.0)), "-0j");
        yield return new TestCaseData(new PyValue(new PyComplex(-0.0, -1)), "(-0-1j)");
        yield return new TestCaseData(PyValue.FromText("a"), "'a'");
        yield return new TestCaseData(PyValue.FromText("it's"), "\"it's\"");
        yield return new TestCaseData(PyValue.FromText("it's \"x\""), "'it\\'s \"x\"'");
        yield return new TestCaseData(PyValue.FromText("a\\b\n\r\t\x01\x7f\x85"), @"'a\\b\n\r\t\x01\x7f\x85'");
        yield return new TestCaseData(PyValue.FromText("é😀"), "'é😀'");
        yield return new TestCaseData(PyValue.FromText("a\u00a0b\u00ad\u200b\u202e\u2028\ufeff\uffff c"),
            @"'a\xa0b\xad\u200b\u202e\u2028\ufeff\uffff c'");
        yield return new TestCaseData(PyValue.FromText("\U000e0001\U0010ffff\ue000\U0001d49c"),
            @"'\U000e0001\U0010ffff\ue000" + "\U0001d49c'");
        // U+D800 as surrogatepass writes it.
        yield return new TestCaseData(Bytes(PyKind.Str, (byte)'x', 0xED, 0xA0, 0x80), @"'x\ud800'");
        yield return new TestCaseData(Bytes(PyKind.Bytes, 0, 0xFF, (byte)'a', (byte)'\''), @"b""\x00\xffa'""");
        yield return new TestCaseData(Bytes(PyKind.ByteArray, (byte)'a', (byte)'\n'), @"bytearray(b'a\n')");
        yield return new TestCaseData(Tuple(), "()");
        yield return new TestCaseData(Tuple(PyValue.FromInt(1)), "(1,)");
        yield return new TestCaseData(Tuple(PyValue.FromInt(1), Tuple(PyValue.FromText("x"), PyValue.None)), "(1, ('x', None))");
        yield return new TestCaseData(
            new PyValue(new PyTuple([PyValue.FromInt(2), PyValue.FromInt(3)], PyKind.Size)), "torch.Size([2, 3])");
        yield return new TestCaseData(new PyValue(new PySet(PyKind.FrozenSet)), "frozenset()");
        yield return new TestCaseData(new PyValue(new PyConstant(PyConstant.DTypeName, "torch.float32")), "torch.float32");
    }

    [TestCaseSource(nameof(Values))]
    public void GivenValue_IsPrintedAsPythonDoes(object value, string expected) =>
        Assert.That(PythonRepr.Of((PyValue)value), Is.EqualTo(expected));

    [Test]
    public void GivenFrozenSet_HasItsItemsInFileOrder()
    {
        var set = new PySet(PyKind.FrozenSet);
        set.Add(PyValue.FromInt(2));
        set.Add(PyValue.FromInt(1));
        Assert.That(PythonRepr.Of(new PyValue(set)), Is.EqualTo("frozenset({2, 1})"));
    }

    [Test]
    public void GivenLongValues_AreCut()
    {
        Assert.That(PythonRepr.Of(PyValue.FromText(new string('a', 1000)), 10), Is.EqualTo("'aaaaaaaaa"));
        Assert.That(PythonRepr.Of(PyValue.FromText(string.Concat(Enumerable.Repeat("😀", 1000))), 3), Is.EqualTo("'😀😀"));
        Assert.That(PythonRepr.Of(Tuple([.. Enumerable.Range(0, 1000).Select(static i => PyValue.FromInt(i))]), 10),
            Is.EqualTo("(0, 1, 2, "));
    }

    [Test]
    public void GivenExponentialOrDeepTuple_CostsNoMoreThanItsLength()
    {
        PyValue value = Tuple(PyValue.FromInt(1));
        for (int i = 0; i < 100_000; i++) value = Tuple(value, value);
        string text = "";
        long bytes = Cost.AllocatedBy(() => text = PythonRepr.Of(value));
        Assert.That(text, Is.EqualTo(new string('(', 200)));
        Assert.That(bytes, Is.LessThan(1 << 20));
    }
}
