using FsCheck;
using FsCheck.Fluent;
using SafeLoad.IO;
using SafeLoad.Tensors;

namespace SafeLoad.Tests.Tensors;

public sealed class TensorReaderTests
{
    // A view with every element inside of its storage: up to 5 dimensions, strides in any order, also 0 and overlapping.
    private static readonly Gen<(DType DType, long[] Shape, long[] Strides, long Offset, bool BigEndian)> s_views =
        from dtype in Gen.Elements(DType.UInt8, DType.Float16, DType.Float32, DType.Float64, DType.Complex64, DType.Complex128)
        from shape in Gen.Choose(0, 5).SelectMany(static rank => Gen.Choose(0, 4).ArrayOf(rank))
        from strides in Gen.Choose(0, 40).ArrayOf(shape.Length)
        from dense in Gen.Elements(true, false)
        from offset in Gen.Choose(0, 50)
        from bigEndian in Gen.Elements(true, false)
        let sizes = shape.Select(static size => (long)size).ToArray()
        select (dtype, sizes, dense ? TensorBounds.ContiguousStrides(sizes)
            : [.. strides.Select(static stride => (long)stride)], (long)offset, bigEndian);

    [Test]
    public void GivenAnyView_GathersWhatANaiveReaderGathers() => Check(static view =>
    {
        (TensorInfo tensor, byte[] expected) = Make(view);
        byte[] bytes = new byte[tensor.ByteLength];
        tensor.CopyTo(bytes);
        return bytes.AsSpan().SequenceEqual(expected);
    });

    [Test]
    public void GivenAnyViewAndAnyBufferSizes_StreamGivesTheSameBytes() => Check(static view =>
    {
        (TensorInfo tensor, byte[] expected) = Make(view);
        using Stream stream = tensor.OpenStream();
        var result = new MemoryStream();
        var random = new System.Random(expected.Length);
        byte[] buffer = new byte[97];
        for (int read = -1; read != 0;)
        {
            // Odd sizes on purpose: less than an element, not a multiple of one, more than a run.
            read = stream.Read(buffer, 0, random.Next(1, buffer.Length));
            result.Write(buffer, 0, read);
            if (stream.Position != result.Length) return false;
        }
        return stream.Length == expected.Length && result.ToArray().AsSpan().SequenceEqual(expected);
    });

    [Test]
    public void GivenLargeScatteredView_GathersEveryElement()
    {
        // A transposed matrix larger than the window: the reader must load many windows, forwards and back.
        const int rows = 1500, columns = 1000;
        var values = new int[rows * columns];
        for (int i = 0; i < values.Length; i++) values[i] = i * 7;
        byte[] bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        var tensor = new TensorInfo(DType.Int32, [columns, rows], [1, columns], 0, Storage(DType.Int32, bytes, bigEndian: false));
        int[] gathered = tensor.ToArray<int>();
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                if (gathered[column * rows + row] != values[row * columns + column]) Assert.Fail($"element [{column}, {row}]");
            }
        }
    }

    private static IEnumerable<DType> OneOfEachSize() =>
        [DType.UInt8, DType.Float16, DType.Float32, DType.Int64, DType.Complex32, DType.Complex64, DType.Complex128];

    [TestCaseSource(nameof(OneOfEachSize))]
    public void GivenBigEndian_SwapsEachNumberAndEachPartOfAComplexOne(DType dtype)
    {
        byte[] bytes = [.. Enumerable.Range(0, 48).Select(static i => (byte)i)];
        var tensor = new TensorInfo(dtype, [48 / dtype.ItemSize], [1], 0, Storage(dtype, bytes, bigEndian: true));
        int part = dtype.IsComplex ? dtype.ItemSize / 2 : dtype.ItemSize;
        byte[] expected = [.. bytes.Chunk(part).SelectMany(static number => Enumerable.Reverse(number))];
        byte[] result = new byte[48];
        tensor.CopyTo(result);
        Assert.That(result, Is.EqualTo(expected));
        Assert.That(tensor.TryGetMemory(out _), Is.False);
    }

    [Test]
    public void GivenConjugate_ImaginaryPartsChangeSign()
    {
        TensorInfo tensor = Complex() with { IsConjugate = true };
        Assert.That(Floats(tensor), Is.EqualTo(new float[] { 1, -2, -3, 4 }));
        Assert.That(tensor.TryGetMemory(out _), Is.False);
    }

    [Test]
    public void GivenNegative_AllPartsChangeSign() =>
        Assert.That(Floats(Complex() with { IsNegative = true }), Is.EqualTo(new float[] { -1, -2, 3, 4 }));

    [Test]
    public void GivenConjugateAndNegative_RealPartsChangeSign() =>
        Assert.That(Floats(Complex() with { IsConjugate = true, IsNegative = true }), Is.EqualTo(new float[] { -1, 2, 3, -4 }));

    [Test]
    public void GivenBigEndianConjugate_IsSwappedFirst()
    {
        byte[] bytes = [0x3F, 0x80, 0, 0, 0x40, 0, 0, 0];
        var tensor = new TensorInfo(DType.Complex64, [1], [1], 0, Storage(DType.Complex64, bytes, bigEndian: true)) { IsConjugate = true };
        Assert.That(Floats(tensor), Is.EqualTo(new float[] { 1, -2 }));
    }

    private static TensorInfo Complex() =>
        new(DType.Complex64, [2], [1], 0,
            Storage(DType.Complex64, SafeLoad.Tests.Support.TensorPickles.Floats(1, 2, -3, -4), bigEndian: false));

    private static float[] Floats(TensorInfo tensor)
    {
        byte[] bytes = new byte[tensor.ByteLength];
        tensor.CopyTo(bytes);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    private static void Check(Func<(DType, long[], long[], long, bool), bool> property) =>
        Prop.ForAll(s_views.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static (TensorInfo Tensor, byte[] Expected) Make((DType DType, long[] Shape, long[] Strides, long Offset, bool BigEndian) view)
    {
        var (dtype, shape, strides, offset, bigEndian) = view;
        long last = offset;
        for (int i = 0; i < shape.Length; i++) last += Math.Max(0, shape[i] - 1) * strides[i];
        byte[] bytes = new byte[(last + 1) * dtype.ItemSize];
        new System.Random((int)last).NextBytes(bytes);
        TensorBounds.Check(shape, strides, offset, last + 1, dtype.ItemSize, default);
        return (new TensorInfo(dtype, shape, strides, offset, Storage(dtype, bytes, bigEndian)),
            Naive(dtype, shape, strides, offset, bigEndian, bytes));
    }

    // Every element by its own index, with nothing clever.
    private static byte[] Naive(DType dtype, long[] shape, long[] strides, long offset, bool bigEndian, byte[] bytes)
    {
        long count = shape.Aggregate(1L, static (product, size) => product * size);
        var result = new List<byte>();
        for (long n = 0; n < count; n++)
        {
            long at = offset, rest = n;
            for (int i = shape.Length - 1; i >= 0; i--)
            {
                at += rest % shape[i] * strides[i];
                rest /= shape[i];
            }
            byte[] element = bytes[(int)(at * dtype.ItemSize)..(int)((at + 1) * dtype.ItemSize)];
            int part = dtype.IsComplex ? dtype.ItemSize / 2 : dtype.ItemSize;
            result.AddRange(bigEndian ? element.Chunk(part).SelectMany(static number => Enumerable.Reverse(number)) : element);
        }
        return [.. result];
    }

    private static StorageInfo Storage(DType dtype, byte[] bytes, bool bigEndian) =>
        new("0", dtype, "cpu", bytes.Length, new MemoryByteSource(bytes), bigEndian);
}
