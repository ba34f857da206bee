namespace SafeLoad.Tensors;

/// <summary>The parts of a sparse tensor.</summary>
/// <param name="Values">The values that are not zero.</param>
/// <param name="Indices">COO: the coordinates, shape <c>[sparse dimensions, values]</c>; else null.</param>
/// <param name="CompressedIndices">CSR, CSC, BSR, BSC: where each row (or column) begins; else null.</param>
/// <param name="PlainIndices">CSR, CSC, BSR, BSC: the column (or row) of each value; else null.</param>
/// <param name="IsCoalesced">COO: whether the coordinates are sorted and each occurs once.</param>
internal sealed record SparseInfo(TensorInfo Values, TensorInfo? Indices = null, TensorInfo? CompressedIndices =
    null, TensorInfo? PlainIndices = null, bool IsCoalesced = false);
