using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Tensors;

public sealed class TensorBoundsTests
{
    private const long Huge = 1L << 62;

    // shape, strides, offset over a storage of 6 elements.
    private static readonly object[] s_outside =
    [
        new object[] { new long[] { 7 }, new long[] { 1 }, 0L },
        new object[] { new long[] { 6 }, new long[] { 1 }, 1L },
        new object[] { new long[] { 2, 3 }, new long[] { 4, 1 }, 0L },
        new object[] { new long[] { 1 }, new long[] { 1 }, 6L },
        new object[] { Array.Empty<long>(), Array.Empty<long>(), 6L },
        new object[] { new long[] { 1 }, new long[] { 0 }, long.MaxValue },
        new object[] { new long[] { 2 }, new long[] { long.MaxValue }, 0L },
        // (3 - 1) * 2^63 wraps to 0 in 64 bits, and 2^62 * 4 as well.
        new object[] { new long[] { 3 }, new long[] { long.MaxValue }, 2L },
        new object[] { new long[] { 5 }, new long[] { Huge }, 0L },
        new object[] { new long[] { 2, 2, 2, 2 }, new long[] { Huge, Huge, Huge, Huge }, 0L },
    ];

    private static readonly object[] s_bad =
    [
        new object[] { new long[] { -1 }, new long[] { 1 }, 0L },
        new object[] { new long[] { 2 }, new long[] { -1 }, 5L },
        new object[] { new long[] { 2 }, new long[] { 1 }, -1L },
        new object[] { new long[] { 2 }, new long[] { 1, 1 }, 0L },
        new object[] { new long[] { 2, 1 }, new long[] { 1 }, 0L },
        new object[] { new long[] { 2 }, Array.Empty<long>(), 0L },
        // Stride 0 keeps every element in the storage; the number of elements is what overflows.
        new object[] { new long[] { Huge, 2 }, new long[] { 0, 0 }, 0L },
        new object[] { new long[] { 1L << 32, 1L << 32 }, new long[] { 0, 0 }, 0L },
        new object[] { new long[] { Huge }, new long[] { 0 }, 0L },
        // A negative size is wrong also where another size makes the tensor empty.
        new object[] { new long[] { 0, -1 }, new long[] { 1, 1 }, 0L },
        new object[] { new long[] { 0 }, new long[] { -1 }, 0L },
    ];

    private static readonly object[] s_inside =
    [
        new object[] { new long[] { 6 }, new long[] { 1 }, 0L },
        new object[] { new long[] { 2, 3 }, new long[] { 1, 2 }, 0L },
        new object[] { new long[] { 3 }, new long[] { 2 }, 1L },
        new object[] { Array.Empty<long>(), Array.Empty<long>(), 5L },
        new object[] { new long[] { 1, 6 }, new long[] { long.MaxValue, 1 }, 0L },
        new object[] { new long[] { 1000 }, new long[] { 0 }, 5L },
        // Empty: nothing is touched, wherever it is said to begin.
        new object[] { new long[] { 0 }, new long[] { 1 }, long.MaxValue },
        new object[] { new long[] { Huge, Huge, 0 }, new long[] { Huge, Huge, Huge }, 1000L },
    ];

    [TestCaseSource(nameof(s_outside))]
    public void GivenViewOutsideOfItsStorage_IsRefused(long[] shape, long[] strides, long offset)
    {
        var problem = Refusal.MalformedAndFound(File(shape, strides, offset), DiagnosticId.ViewOutsideStorage);
        Assert.That(problem.Location.Opcode, Is.EqualTo("REDUCE"));
        Assert.That(problem.Problem, Does.Contain("6 elements"));
    }

    [TestCaseSource(nameof(s_bad))]
    public void GivenNumbersThatMakeNoView_IsRefused(long[] shape, long[] strides, long offset)
    {
        var problem = Refusal.MalformedAndFound(File(shape, strides, offset), DiagnosticId.BadShape);
        Assert.That(problem.Location.Opcode, Is.EqualTo("REDUCE"));
    }

    [TestCaseSource(nameof(s_inside))]
    public void GivenViewInsideOfItsStorage_Opens(long[] shape, long[] strides, long offset)
    {
        using Checkpoint checkpoint = Checkpoint.Open(File(shape, strides, offset));
        TensorInfo tensor = checkpoint.RootTensor();
        Assert.That(tensor.Shape.ToArray(), Is.EqualTo(shape));
        Assert.That(tensor.Strides.ToArray(), Is.EqualTo(strides));
        Assert.That(tensor.ToArray<float>(), Has.Length.EqualTo(tensor.ElementCount));
    }

    [Test]
    public void GivenMoreDimensionsThanTheLimit_IsRefused()
    {
        long[] ones = [.. Enumerable.Repeat(1L, 1025)];
        Refusal.Of<LimitExceededException>(File(ones, ones, 0), DiagnosticId.TooManyDimensions);
    }

    private static byte[] File(long[] shape, long[] strides, long offset) =>
        Samples.ZipOf(pickle => pickle.Tensor(6, offset, shape, strides), TensorPickles.Floats(1, 2, 3, 4, 5, 6));
}
