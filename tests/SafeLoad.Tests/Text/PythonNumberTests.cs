using System.Globalization;
using System.Numerics;
using SafeLoad.Text;

namespace SafeLoad.Tests.Text;

/// <summary>What is expected here is what CPython's repr printed.</summary>
public sealed class PythonNumberTests
{
    [TestCase(0.0, "0.0")]
    [TestCase(-0.0, "-0.0")]
    [TestCase(1.0, "1.0")]
    [TestCase(-1.0, "-1.0")]
    [TestCase(0.1, "0.1")]
    [TestCase(1.5, "1.5")]
    [TestCase(100.0, "100.0")]
    [TestCase(123456.789, "123456.789")]
    [TestCase(0.0001, "0.0001")]
    [TestCase(0.00012, "0.00012")]
    [TestCase(1e-05, "1e-05")]
    [TestCase(1.5e-07, "1.5e-07")]
    [TestCase(9999999999999998.0, "9999999999999998.0")]
    [TestCase(1e15, "1000000000000000.0")]
    [TestCase(1e16, "1e+16")]
    [TestCase(1.2345e16, "1.2345e+16")]
    [TestCase(-1e16, "-1e+16")]
    [TestCase(1e22, "1e+22")]
    [TestCase(1e100, "1e+100")]
    [TestCase(5e-324, "5e-324")]
    [TestCase(2.2250738585072014e-308, "2.2250738585072014e-308")]
    [TestCase(1.7976931348623157e308, "1.7976931348623157e+308")]
    [TestCase(0.30000000000000004, "0.30000000000000004")]
    [TestCase(1.0 / 3, "0.3333333333333333")]
    [TestCase(Math.PI, "3.141592653589793")]
    [TestCase(double.NaN, "nan")]
    [TestCase(double.PositiveInfinity, "inf")]
    [TestCase(double.NegativeInfinity, "-inf")]
    public void GivenFloat_IsPrintedAsPythonDoes(double value, string expected) =>
        Assert.That(PythonNumber.Repr(value), Is.EqualTo(expected));

    [Test]
    public void GivenIntegers_AreDecimalUpTo400DigitsAndHexadecimalBeyond()
    {
        BigInteger limit = BigInteger.Pow(10, 400);
        Assert.That(PythonNumber.Repr(BigInteger.Zero), Is.EqualTo("0"));
        Assert.That(PythonNumber.Repr(-BigInteger.Pow(10, 20)), Is.EqualTo("-100000000000000000000"));
        Assert.That(PythonNumber.Repr(limit - 1), Is.EqualTo(new string('9', 400)));
        Assert.That(PythonNumber.Repr(limit), Is.EqualTo("0x" + limit.ToString("x", CultureInfo.InvariantCulture).TrimStart('0')));
        Assert.That(PythonNumber.Repr(-(BigInteger.One << 1400)), Is.EqualTo("-0x1" + new string('0', 350)));
        // The highest hexadecimal digit is above 7, so that .NET writes a 0 for the sign before it.
        Assert.That(PythonNumber.Repr((BigInteger.One << 1404) - 1), Is.EqualTo("0x" + new string('f', 351)));
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public bool GivenAnyBits_TheTextReadsBackAsTheSameNumber(long bits)
    {
        double value = BitConverter.Int64BitsToDouble(bits);
        return double.IsNaN(value) || double.IsInfinity(value)
            || double.Parse(PythonNumber.Repr(value), CultureInfo.InvariantCulture).Equals(value);
    }
}
