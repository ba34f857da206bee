namespace SafeLoad.TorchSharp.Transfers;

/// <summary>Neighbouring bytes of a tensor in a window; or, as a copy, those of it and of its neighbours in memory.</summary>
/// <param name="item">The tensor, or the first of them.</param>
/// <param name="offset">The first byte, counted from the tensor's.</param>
/// <param name="start">Where it lies in the window.</param>
/// <param name="length">How many bytes.</param>
internal sealed class TransferPiece(TransferItem item, long offset, int start, int length)
{
    public TransferItem Item => item;

    public long Offset => offset;

    public int Start => start;

    public int Length { get; set; } = length;

    public int End => start + Length;
}
