using SafeLoad.Placement;
using SafeLoad.Tensors;

namespace SafeLoad.TorchSharp.Fitting;

/// <summary>
/// Slots that take a tensor of another dtype or shape without losing anything: they are read as the file has them, and libtorch turns the
/// numbers into the module's own.
/// </summary>
internal static class SlotFitting
{
    /// <summary>Makes slots fit.</summary>
    /// <param name="slots">A module's slots; those that fit now are replaced.</param>
    /// <param name="mismatches">What did not fit.</param>
    /// <param name="casts">Whether dtypes may change.</param>
    /// <returns>By slot: what of a tensor would have fitted, but for a number in it.</returns>
    public static Dictionary<string, string> Fit(List<TensorSlot> slots, IReadOnlyList<PlannedTensor> mismatches, bool casts)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var fitted = new Dictionary<string, TensorSlot>(StringComparer.Ordinal);
        foreach (PlannedTensor mismatch in mismatches)
        {
            if (DTypeFor(mismatch, casts) is not { } dtype) continue;
            TensorSlot slot = mismatch.Slot;
            if (dtype != slot.DType && !IsCounter(slot) && ExactCast.WhatDoesNotFit(mismatch.Tensor, slot.DType) is { } number)
                problems.Add(slot.Name, $"the file has {mismatch.Tensor}, the target {slot}, and {number} is no {slot.DType.Name}");
            else fitted.Add(slot.Name, new TensorSlot(slot.Name, dtype, mismatch.Tensor.Shape) { SameAs = slot.SameAs });
        }
        for (int i = 0; i < slots.Count && fitted.Count > 0; i++) slots[i] = fitted.GetValueOrDefault(slots[i].Name, slots[i]);
        return problems;
    }

    // The dtype that the slot has to have; null if the tensor is of no use to it.
    private static DType? DTypeFor(PlannedTensor mismatch, bool casts)
    {
        TensorInfo tensor = mismatch.Tensor;
        TensorSlot slot = mismatch.Slot;
        if (tensor.Storage is null || tensor.Quantization is not null) return null;
        // PyTorch before 0.4 had no tensors without dimensions: torch/nn/modules/module.py, _load_from_state_dict.
        bool isScalar = slot.Shape.IsEmpty && tensor.Shape is [1];
        if (!isScalar && !tensor.Shape.SequenceEqual(slot.Shape)) return null;
        if (tensor.DType == slot.DType) return slot.DType;
        if (FloatCast.IsPossible(tensor.DType, slot.DType)) return casts ? slot.DType : null;
        bool isExact = (casts && ExactCast.IsPossible(tensor.DType, slot.DType)) || (IsCounter(slot) && tensor.DType == DType.Int64);
        return isExact && TorchDTypes.StoredAs(tensor.DType) is not null ? tensor.DType : null;
    }

    // TorchSharp makes counters of batches of the dtype of a norm's weights where one is given, PyTorch never.
    private static bool IsCounter(TensorSlot slot) => slot.DType.IsFloatingPoint && slot.Shape.IsEmpty && OldCounters.IsCounter(slot.Name);
}
