namespace SafeLoad.Placement;

/// <summary>A tensor of the checkpoint and the slot of its name, which it fills unless there is a <see cref="Mismatch"/>.</summary>
/// <param name="SourceName">Its name in the checkpoint.</param>
/// <param name="Tensor">The tensor.</param>
/// <param name="Slot">The slot.</param>
public sealed record PlannedTensor(string SourceName, TensorInfo Tensor, TensorSlot Slot)
{
    /// <summary>Whether its numbers change their dtype.</summary>
    public bool IsCast => Tensor.DType != Slot.DType;

    /// <summary>Why the tensor does not fit the slot, in words; null if it does. Safe to print.</summary>
    public string? Mismatch { get; init; }

    /// <summary>Whether the shapes differ, which <see cref="LoadPlanOptions.SkipOtherShapes"/> can allow; nothing allows another
    /// mismatch.</summary>
    public bool IsOtherShape { get; init; }
}
