namespace SafeLoad.Placement;

/// <summary>A piece of a tensor on its way into the target's memory.</summary>
/// <param name="planned">The tensor and its slot.</param>
/// <param name="offset">Where the piece begins in the slot, in bytes.</param>
/// <param name="memory">The target's memory for it.</param>
internal sealed class LoadPiece(PlannedTensor planned, long offset, Memory<byte> memory)
{
    public PlannedTensor Planned => planned;

    public long Offset => offset;

    public Memory<byte> Memory => memory;

    /// <summary>Whether the bytes of the file are the bytes of the slot, so that any part of them can be read by itself.</summary>
    public static bool IsDirect(PlannedTensor planned) => !planned.IsCast && IsDirect(planned.Tensor);

    /// <summary>Whether the bytes of the file are the tensor's elements, one after the other.</summary>
    public static bool IsDirect(TensorInfo tensor) =>
        tensor.IsContiguous && !tensor.Storage!.IsBigEndian && !tensor.IsConjugate && !tensor.IsNegative && tensor.DType.ValuesPerByte == 1;
}
