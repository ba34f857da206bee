using System.Numerics;
using SafeLoad.IO;

namespace SafeLoad.Tests.Tensors;

public sealed class TensorInfoTests
{
    [Test]
    public void GivenFloat16_SinglesAreEveryHalf() =>
        AssertSingles(DType.Float16, static bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits));

    [Test]
    public void GivenBFloat16_SinglesAreTheUpperHalves() =>
        AssertSingles(DType.BFloat16, static bits => Ieee(bits, exponentBits: 8, mantissaBits: 7));

    [Test]
    public void GivenFloat8E4M3FN_SinglesAreAll256Values() =>
        AssertSingles(DType.Float8E4M3FN, static bits => (bits & 0x7F) == 0x7F ? double.NaN
            : Finite(bits, exponentBits: 4, mantissaBits: 3, bias: 7));

    [Test]
    public void GivenFloat8E5M2_SinglesAreAll256Values() =>
        AssertSingles(DType.Float8E5M2, static bits => Ieee(bits, exponentBits: 5, mantissaBits: 2));

    [Test]
    public void GivenFloat8E4M3FNUZ_SinglesAreAll256Values() =>
        AssertSingles(DType.Float8E4M3FNUZ, static bits => bits == 0x80 ? double.NaN
            : Finite(bits, exponentBits: 4, mantissaBits: 3, bias: 8));

    [Test]
    public void GivenFloat8E5M2FNUZ_SinglesAreAll256Values() =>
        AssertSingles(DType.Float8E5M2FNUZ, static bits => bits == 0x80 ? double.NaN
            : Finite(bits, exponentBits: 5, mantissaBits: 2, bias: 16));

    [Test]
    public void GivenFloat8E8M0FNU_SinglesArePowersOfTwo() =>
        AssertSingles(DType.Float8E8M0FNU, static bits => bits == 255 ? double.NaN : Math.Pow(2, bits - 127));

    // Landmarks out of the formats' specifications, so that the reference above is checked as well.
    [TestCase("float8_e4m3fn", 0x7E, 448f)]
    [TestCase("float8_e4m3fn", 0x01, 0.001953125f)]
    [TestCase("float8_e5m2", 0x7B, 57344f)]
    [TestCase("float8_e5m2", 0x7C, float.PositiveInfinity)]
    [TestCase("float8_e4m3fnuz", 0x7F, 240f)]
    [TestCase("float8_e5m2fnuz", 0x7F, 57344f)]
    [TestCase("bfloat16", 0x3F80, 1f)]
    [TestCase("bfloat16", 0x7F80, float.PositiveInfinity)]
    public void GivenLandmark_SingleIsRight(string dtype, int bits, float value)
    {
        DType type = DType.FromName(dtype)!;
        byte[] bytes = BitConverter.GetBytes(bits)[..type.ItemSize];
        Assert.That(Tensor(type, bytes).ToSingles(), Is.EqualTo(new[] { value }));
    }

    [Test]
    public void GivenIntegersAndBool_SinglesAreTheirValues()
    {
        Assert.That(Tensor(DType.Int8, [0xFF, 0x80]).ToSingles(), Is.EqualTo(new float[] { -1, -128 }));
        Assert.That(Tensor(DType.UInt8, [0xFF, 0x80]).ToSingles(), Is.EqualTo(new float[] { 255, 128 }));
        Assert.That(Tensor(DType.Int16, [0xFE, 0xFF]).ToSingles(), Is.EqualTo(new float[] { -2 }));
        Assert.That(Tensor(DType.UInt16, [0xFE, 0xFF]).ToSingles(), Is.EqualTo(new float[] { 65534 }));
        Assert.That(Tensor(DType.Int32, [0xFE, 0xFF, 0xFF, 0xFF]).ToSingles(), Is.EqualTo(new float[] { -2 }));
        Assert.That(Tensor(DType.UInt32, [0, 0, 0, 0x80]).ToSingles(), Is.EqualTo(new float[] { 2147483648f }));
        Assert.That(Tensor(DType.Int64, BitConverter.GetBytes(long.MinValue)).ToSingles(), Is.EqualTo(new[] { -MathF.Pow(2, 63) }));
        Assert.That(Tensor(DType.UInt64, BitConverter.GetBytes(ulong.MaxValue)).ToSingles(), Is.EqualTo(new[] { MathF.Pow(2, 64) }));
        Assert.That(Tensor(DType.Float64, BitConverter.GetBytes(Math.PI)).ToSingles(), Is.EqualTo(new[] { MathF.PI }));
        // Any byte but 0 is true: 255 is not 255.
        Assert.That(Tensor(DType.Bool, [0, 1, 255]).ToSingles(), Is.EqualTo(new float[] { 0, 1, 1 }));
    }

    [TestCase("complex64", 8)]
    [TestCase("qint8", 1)]
    [TestCase("bits8", 1)]
    [TestCase("float4_e2m1fn_x2", 1)]
    public void GivenDTypeThatIsNoNumber_SinglesThrow(string dtype, int size) =>
        Assert.That(() => Tensor(DType.FromName(dtype)!, new byte[size]).ToSingles(),
            Throws.InvalidOperationException.With.Message.Contains(dtype));

    [Test]
    public void GivenMoreThanOnePiece_SinglesAreAllConverted()
    {
        byte[] bytes = new byte[100_001];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i % 251);
        float[] singles = Tensor(DType.UInt8, bytes).ToSingles();
        Assert.That(singles.Select(static value => (byte)value).SequenceEqual(bytes));
    }

    [Test]
    public void GivenTypeOfTheDType_ToArrayReads()
    {
        Assert.That(Tensor(DType.BFloat16, [0x80, 0x3F]).ToArray<ushort>(), Is.EqualTo(new ushort[] { 0x3F80 }));
        Assert.That(Tensor(DType.Float16, [0, 0x3C]).ToArray<Half>(), Is.EqualTo(new[] { (Half)1 }));
        Assert.That(Tensor(DType.Complex128, new byte[16]).ToArray<Complex>(), Is.EqualTo(new[] { Complex.Zero }));
        Assert.That(Tensor(DType.Bool, [1]).ToArray<bool>(), Is.EqualTo(new[] { true }));
        Assert.That(Tensor(DType.QInt32, new byte[4]).ToArray<int>(), Is.EqualTo(new[] { 0 }));
        Assert.That(Tensor(DType.Float8E5M2, [7]).ToArray<byte>(), Is.EqualTo(new byte[] { 7 }));
    }

    [Test]
    public void GivenTypeOfAnotherDType_ToArrayThrows()
    {
        AssertMisfit<int>(DType.Float32);
        AssertMisfit<float>(DType.Int32);
        AssertMisfit<Half>(DType.BFloat16);
        AssertMisfit<double>(DType.Float32);
        AssertMisfit<long>(DType.Float64);
        AssertMisfit<byte>(DType.Float16);
        AssertMisfit<bool>(DType.UInt8);
        AssertMisfit<Half>(DType.UInt16);
        AssertMisfit<Guid>(DType.Complex128);
        AssertMisfit<char>(DType.Int16);

        static void AssertMisfit<T>(DType dtype) where T : unmanaged =>
            Assert.That(() => Tensor(dtype, new byte[16]).ToArray<T>(),
                Throws.InvalidOperationException.With.Message.Contains(dtype.ToString()), typeof(T).Name);
    }

    [Test]
    public void GivenView_ToTensorHasItsShape()
    {
        byte[] bytes = SafeLoad.Tests.Support.TensorPickles.Floats(1, 2, 3, 4, 5, 6);
        var transposed = new TensorInfo(DType.Float32, [3, 2], [1, 3], 0, Storage(DType.Float32, bytes)).ToTensor<float>();
        Assert.That(transposed.Lengths.ToArray(), Is.EqualTo(new nint[] { 3, 2 }));
        Assert.That(transposed[2, 1], Is.EqualTo(6));
        Assert.That(transposed[1, 0], Is.EqualTo(2));
    }

    [Test]
    public void GivenEmptyOrScalar_ToTensorWorks()
    {
        Assert.That(new TensorInfo(DType.Float32, [2, 0, 3], [0, 3, 1], 0, Storage(DType.Float32, [])).ToTensor<float>().FlattenedLength,
            Is.EqualTo((nint)0));
        Assert.That(new TensorInfo(DType.Float32, [], [], 0, Storage(DType.Float32, SafeLoad.Tests.Support.TensorPickles.Floats(5)))
            .ToTensor<float>()[0], Is.EqualTo(5));
    }

    [Test]
    public void GivenContiguousViewInMemory_MemoryIsThatOfTheFile()
    {
        byte[] bytes = SafeLoad.Tests.Support.TensorPickles.Floats(1, 2, 3, 4);
        var view = new TensorInfo(DType.Float32, [2], [1], 1, Storage(DType.Float32, bytes));
        Assert.That(view.TryGetMemory(out var memory));
        Assert.That(memory.Length, Is.EqualTo(8));
        bytes[4] ^= 1;
        Assert.That(memory.Span[0], Is.EqualTo(bytes[4]));
    }

    [Test]
    public void GivenScatteredView_ThereIsNoMemory()
    {
        var view = new TensorInfo(DType.Float32, [2], [2], 0, Storage(DType.Float32, new byte[16]));
        Assert.That(view.TryGetMemory(out _), Is.False);
        Assert.That(view.IsContiguous, Is.False);
    }

    [Test]
    public void GivenShortDestination_CopyToThrows() =>
        Assert.That(() => Tensor(DType.Float32, new byte[8]).CopyTo(new byte[7]), Throws.ArgumentException);

    [Test]
    public void GivenLongDestination_CopyToLeavesTheRest()
    {
        byte[] destination = [9, 9, 9];
        Tensor(DType.UInt8, [1, 2]).CopyTo(destination);
        Assert.That(destination, Is.EqualTo(new byte[] { 1, 2, 9 }));
    }

    [TestCase(-1, 1)]
    [TestCase(0, 9)]
    [TestCase(8, 1)]
    [TestCase(long.MaxValue, 1)]
    public void GivenBytesOutsideOfTheStorage_ReadThrows(long offset, int count)
    {
        StorageInfo storage = Storage(DType.UInt8, new byte[8]);
        Assert.That(() => storage.Read(offset, new byte[count]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void GivenSeveralValuesAByte_BytesAreTheWholeStorage()
    {
        var tensor = new TensorInfo(DType.QUInt4x2, [3], [1], 0, Storage(DType.QUInt4x2, [0x21, 0x03]));
        Assert.That(tensor.ElementCount, Is.EqualTo(3));
        Assert.That(tensor.ByteLength, Is.EqualTo(2));
        Assert.That(tensor.ToArray<byte>(), Is.EqualTo(new byte[] { 0x21, 0x03 }));
    }

    // All bit patterns of a dtype against a reference that computes in double from the definition of the format.
    private static void AssertSingles(DType dtype, Func<int, double> reference)
    {
        int count = 1 << (8 * dtype.ItemSize);
        byte[] bytes = new byte[count * dtype.ItemSize];
        for (int bits = 0; bits < count; bits++)
            BitConverter.GetBytes(bits).AsSpan(0, dtype.ItemSize).CopyTo(bytes.AsSpan(bits * dtype.ItemSize));
        float[] singles = Tensor(dtype, bytes).ToSingles();
        for (int bits = 0; bits < count; bits++)
        {
            float expected = (float)reference(bits);
            bool same = float.IsNaN(expected) ? float.IsNaN(singles[bits])
                : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(singles[bits]);
            if (!same) Assert.Fail($"{dtype} 0x{bits:X}: expected {expected}, was {singles[bits]}");
        }
    }

    private static double Ieee(int bits, int exponentBits, int mantissaBits)
    {
        int exponent = (bits >> mantissaBits) & ((1 << exponentBits) - 1), mantissa = bits & ((1 << mantissaBits) - 1);
        if (exponent != (1 << exponentBits) - 1) return Finite(bits, exponentBits, mantissaBits, (1 << (exponentBits - 1)) - 1);
        if (mantissa != 0) return double.NaN;
        return bits >> (exponentBits + mantissaBits) != 0 ? double.NegativeInfinity : double.PositiveInfinity;
    }

    private static double Finite(int bits, int exponentBits, int mantissaBits, int bias)
    {
        double sign = bits >> (exponentBits + mantissaBits) != 0 ? -1 : 1, step = Math.Pow(2, -mantissaBits);
        int exponent = (bits >> mantissaBits) & ((1 << exponentBits) - 1), mantissa = bits & ((1 << mantissaBits) - 1);
        return exponent == 0 ? sign * mantissa * step * Math.Pow(2, 1 - bias) : sign * (1 + mantissa * step) * Math.Pow(2, exponent - bias);
    }

    private static TensorInfo Tensor(DType dtype, byte[] bytes) =>
        new(dtype, [bytes.Length / dtype.ItemSize], [1], 0, Storage(dtype, bytes));

    private static StorageInfo Storage(DType dtype, byte[] bytes) => new("0", dtype, "cpu", bytes.Length, new MemoryByteSource(bytes));
}
