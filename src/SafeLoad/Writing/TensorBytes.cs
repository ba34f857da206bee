using System.Buffers;
using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>A tensor's elements on their way out, a piece at a time, cast where another dtype is wanted.</summary>
internal static class TensorBytes
{
    private const int Piece = 1 << 20;

    internal delegate void Sink(ReadOnlySpan<byte> bytes);

    /// <summary>The number of bytes that <see cref="Copy"/> gives.</summary>
    public static long LengthOf(TensorInfo tensor, DType dtype) => dtype == tensor.DType ? tensor.ByteLength : tensor.ElementCount * dtype.ItemSize;

    /// <summary>Reads all elements in order, little-endian.</summary>
    /// <param name="tensor">The tensor; strided.</param>
    /// <param name="dtype">Its own dtype, or one that <see cref="FloatCast"/> casts to.</param>
    /// <param name="sink">Gets the pieces.</param>
    /// <returns>How many finite numbers became infinite.</returns>
    public static long Copy(TensorInfo tensor, DType dtype, Sink sink)
    {
        var reader = new TensorReader(tensor);
        int unit = Math.Max(tensor.DType.ItemSize, dtype.ItemSize);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Piece), cast = dtype == tensor.DType ? [] : ArrayPool<byte>.Shared.Rent(Piece);
        long overflowed = 0;
        while (reader.RemainingBytes > 0)
        {
            int count = (int)Math.Min(Piece / unit, reader.RemainingBytes / tensor.DType.ItemSize);
            Span<byte> elements = buffer.AsSpan(0, count * tensor.DType.ItemSize);
            reader.Read(elements);
            if (cast.Length == 0)
            {
                sink(elements);
                continue;
            }
            Span<byte> numbers = cast.AsSpan(0, count * dtype.ItemSize);
            overflowed += FloatCast.Cast(tensor.DType, elements, dtype, numbers);
            sink(numbers);
        }
        ArrayPool<byte>.Shared.Return(buffer);
        if (cast.Length > 0) ArrayPool<byte>.Shared.Return(cast);
        return overflowed;
    }
}
