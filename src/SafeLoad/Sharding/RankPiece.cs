using SafeLoad.Tensors;

namespace SafeLoad.Sharding;

/// <summary>What one process's file has of a tensor.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Tensor">The tensor: the whole's shape, and where it is spread the piece beside it.</param>
internal sealed record RankPiece(string File, TensorInfo Tensor)
{
    /// <summary>The numbers that are in the file; null if there are none.</summary>
    public TensorInfo? Local => Tensor.IsMeta ? Tensor.Piece : Tensor;

    /// <summary>Whether its numbers can be put beside others': one number after the other, none of them twice.</summary>
    public bool IsPlain => Local is { Storage: { } storage, Layout: TensorLayout.Strided, Quantization: null, DType.ValuesPerByte: 1 } local
        && local.DType == Tensor.DType && local.ByteLength <= storage.ByteLength;
}
