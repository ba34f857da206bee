using SafeLoad.Tensors;

namespace SafeLoad.Placement;

/// <summary>A tensor of the checkpoint and the slot that it fills.</summary>
/// <param name="SourceName">Its name in the checkpoint.</param>
/// <param name="Tensor">The tensor.</param>
/// <param name="Slot">The slot.</param>
public sealed record PlannedTensor(string SourceName, TensorInfo Tensor, TensorSlot Slot)
{
    /// <summary>Whether its numbers change their dtype.</summary>
    public bool IsCast => Tensor.DType != Slot.DType;
}
