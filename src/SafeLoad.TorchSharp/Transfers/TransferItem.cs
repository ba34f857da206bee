using SafeLoad.Placement;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>A tensor whose bytes are sent to a device as the file has them.</summary>
/// <param name="planned">The tensor, and a slot of its own dtype.</param>
/// <param name="to">Where it goes.</param>
internal sealed class TransferItem(PlannedTensor planned, Destination to)
{
    private long _cast;

    public PlannedTensor Planned => planned;

    public Destination To => to;

    public int ItemSize { get; } = planned.Tensor.DType.ItemSize;

    /// <summary>Where the tensor begins in its storage, in bytes.</summary>
    public long Position { get; } = planned.Tensor.StorageOffset * planned.Tensor.DType.ItemSize;

    public long ByteLength { get; } = planned.Tensor.ByteLength;

    /// <summary>Says that bytes were cast. From any thread.</summary>
    /// <returns>Whether they were the last ones.</returns>
    public bool IsLast(int bytes) => Interlocked.Add(ref _cast, bytes) == ByteLength;
}
