using SafeLoad.Tensors;
using TorchSharp;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>Infinite numbers: those of a file no cast has made.</summary>
internal static class Infinities
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Counts those of a tensor in memory, on whatever device, a piece at a time.</summary>
    public static long Of(torch.Tensor elements)
    {
        long count = 0;
        for (long done = 0; done < elements.numel(); done += PieceBytes)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            count += elements.narrow(0, done, Math.Min(PieceBytes, elements.numel() - done)).isinf().sum().item<long>();
        }
        return count;
    }

    /// <summary>Counts those of a tensor of a file.</summary>
    /// <param name="tensor">Floating-point numbers of 16 to 64 bits.</param>
    public static long Of(TensorInfo tensor)
    {
        var reader = new TensorReader(tensor);
        byte[] piece = new byte[(int)Math.Min(PieceBytes, tensor.ByteLength)];
        long count = 0;
        while (reader.RemainingBytes > 0)
        {
            Span<byte> bytes = piece.AsSpan(0, (int)Math.Min(piece.Length, reader.RemainingBytes));
            reader.Read(bytes);
            count += FloatCast.CountInfinities(tensor.DType, bytes);
        }
        return count;
    }
}
