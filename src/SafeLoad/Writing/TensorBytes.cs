using System.Buffers;
using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>A tensor's elements on their way out, a piece at a time.</summary>
internal static class TensorBytes
{
    private const int Piece = 1 << 20;

    internal delegate void Sink(ReadOnlySpan<byte> bytes);

    /// <summary>Reads all elements in order, little-endian.</summary>
    /// <param name="tensor">The tensor; strided.</param>
    /// <param name="sink">Gets the pieces.</param>
    /// <param name="cancellation">Ends it between two pieces.</param>
    public static void Copy(TensorInfo tensor, Sink sink, CancellationToken cancellation)
    {
        var reader = new TensorReader(tensor);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Piece);
        while (reader.RemainingBytes > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> elements =
                buffer.AsSpan(0, (int)Math.Min(Piece / tensor.DType.ItemSize * tensor.DType.ItemSize, reader.RemainingBytes));
            reader.Read(elements);
            sink(elements);
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
