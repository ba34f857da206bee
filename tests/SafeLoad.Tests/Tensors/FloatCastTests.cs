using System.Runtime.InteropServices;
using SafeLoad.Tensors;

namespace SafeLoad.Tests.Tensors;

/// <summary>Casts of floating-point numbers: rounded once, to nearest, ties to even.</summary>
public sealed class FloatCastTests
{
    [TestCase(1.0, 0x3F80)]
    [TestCase(1.00390625, 0x3F80)] // a tie: 1 + 2^-8, to even
    [TestCase(1.01171875, 0x3F82)] // a tie: 1 + 3 * 2^-8, to even
    [TestCase(1.003906250001, 0x3F81)] // above the tie by less than float32 can tell
    [TestCase(1.003906249999, 0x3F80)] // below it
    [TestCase(-1.003906250001, 0xBF81)]
    [TestCase(3.4e38, 0x7F80)]
    [TestCase(double.NegativeInfinity, 0xFF80)]
    [TestCase(double.NaN, 0x7FC0)]
    [TestCase(1e-45, 0x0000)]
    [TestCase(-0.0, 0x8000)]
    public void GivenDouble_BecomesTheNearestBFloat16(double value, int bits)
    {
        var result = new byte[2];
        FloatCast.Cast(DType.Float64, BitConverter.GetBytes(value), DType.BFloat16, result);
        Assert.That((int)BitConverter.ToUInt16(result), Is.EqualTo(bits));
    }

    [TestCase(1.00048828125, 0x3C00)] // a tie: 1 + 2^-11
    [TestCase(1.000488281250001, 0x3C01)]
    [TestCase(65519.999, 0x7BFF)]
    [TestCase(65520.0, 0x7C00)]
    [TestCase(5.9604644775390625e-08, 0x0001)]
    [TestCase(2.9802322387695313e-08, 0x0000)]
    public void GivenDouble_BecomesTheNearestFloat16(double value, int bits)
    {
        var result = new byte[2];
        FloatCast.Cast(DType.Float64, BitConverter.GetBytes(value), DType.Float16, result);
        Assert.That((int)BitConverter.ToUInt16(result), Is.EqualTo(bits));
    }

    // Every float16 and bfloat16 is a float32, and comes back as itself.
    [TestCase("float16")]
    [TestCase("bfloat16")]
    public void GivenEveryNumberOfADType_WidensAndNarrowsToItself(string name)
    {
        DType dtype = DType.FromName(name)!;
        ushort[] all = [.. Enumerable.Range(0, 65536).Select(static bits => (ushort)bits)];
        foreach (DType wide in (DType[])[DType.Float32, DType.Float64])
        {
            byte[] widened = new byte[all.Length * wide.ItemSize];
            var back = new ushort[all.Length];
            Assert.That(FloatCast.Cast(dtype, MemoryMarshal.AsBytes<ushort>(all), wide, widened), Is.Zero);
            FloatCast.Cast(wide, widened, dtype, MemoryMarshal.AsBytes(back.AsSpan()));
            int mantissa = name == "float16" ? 0x3FF : 0x7F, exponent = name == "float16" ? 0x7C00 : 0x7F80;
            for (int i = 0; i < all.Length; i++)
            {
                bool isNaN = (i & exponent) == exponent && (i & mantissa) != 0;
                if (!isNaN) Assert.That(back[i], Is.EqualTo(all[i]));
                else Assert.That((back[i] & exponent) == exponent && (back[i] & mantissa) != 0, "NaN stays NaN");
            }
        }
    }

    // All of a large number: pieces end where they end.
    [Test]
    public void GivenManyNumbers_EachIsCast()
    {
        float[] numbers = [.. Enumerable.Range(0, 10_001).Select(static i => i * 0.37f)];
        var halves = new Half[numbers.Length];
        FloatCast.Cast(DType.Float32, MemoryMarshal.AsBytes<float>(numbers), DType.Float16, MemoryMarshal.AsBytes(halves.AsSpan()));
        Assert.That(halves, Is.EqualTo(numbers.Select(static number => (Half)number)));
    }

    [Test]
    public void GivenFloat8_Widens()
    {
        var single = new byte[4];
        FloatCast.Cast(DType.Float8E4M3FN, [0x38], DType.Float32, single);
        Assert.That(BitConverter.ToSingle(single), Is.EqualTo(1f));
        Assert.That((FloatCast.IsPossible(DType.Float32, DType.Float8E4M3FN), FloatCast.IsPossible(DType.Int64, DType.Float32),
            FloatCast.IsPossible(DType.QInt8, DType.Float32)), Is.EqualTo((false, false, false)));
    }

    [Test]
    public void GivenNumbersTooLarge_AreCounted()
    {
        var halves = new byte[8];
        float[] numbers = [1e10f, float.NegativeInfinity, 1f, -1e10f];
        Assert.That(FloatCast.Cast(DType.Float32, MemoryMarshal.AsBytes<float>(numbers), DType.Float16, halves), Is.EqualTo(2));
    }
}
