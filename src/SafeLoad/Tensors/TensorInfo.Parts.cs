using SafeLoad.Tensors;

namespace SafeLoad;

// What of its storage a tensor views, and the tensors that a sparse, nested or quantized one is made of.
public sealed partial record TensorInfo
{
    /// <summary>The quantization parameters; null if it is not quantized.</summary>
    public QuantizationInfo? Quantization { get; internal init; }

    /// <summary>The values of a sparse tensor that are not zero; null if it is not sparse.</summary>
    public TensorInfo? SparseValues => Sparse?.Values;

    /// <summary>The coordinates of a <c>torch.sparse_coo</c> tensor, shape <c>[sparse dimensions, values]</c>; else null.</summary>
    public TensorInfo? SparseIndices => Sparse?.Indices;

    /// <summary>Whether the coordinates of a <c>torch.sparse_coo</c> tensor are sorted and each occurs once.</summary>
    public bool IsCoalesced => Sparse is { IsCoalesced: true };

    /// <summary>CSR, CSC, BSR, BSC: where each row (or column) begins; else null.</summary>
    public TensorInfo? CompressedIndices => Sparse?.CompressedIndices;

    /// <summary>CSR, CSC, BSR, BSC: the column (or row) of each value; else null.</summary>
    public TensorInfo? PlainIndices => Sparse?.PlainIndices;

    /// <summary>Whether it is nested: tensors of different shapes over one buffer. Its <see cref="Shape"/> is empty, and its
    /// <see cref="Parts"/> are the buffer, and of all tensors the sizes, the strides and where each begins.</summary>
    public bool IsNested => Nested is not null;

    internal SparseInfo? Sparse { get; init; }

    internal NestedInfo? Nested { get; init; }

    /// <summary>The strided tensors that it is made of: itself where it has a storage, the parts of a sparse or nested one,
    /// scales and zero points.</summary>
    public IEnumerable<TensorInfo> Parts
    {
        get
        {
            if (Storage is not null) yield return this;
            TensorInfo?[] parts =
            [
                Sparse?.Indices, Sparse?.CompressedIndices, Sparse?.PlainIndices, Sparse?.Values,
                Nested?.Buffer, Nested?.Sizes, Nested?.Strides, Nested?.Offsets, Quantization?.Scales, Quantization?.ZeroPoints,
            ];
            foreach (TensorInfo? part in parts)
            {
                if (part?.Storage is not null) yield return part;
            }
        }
    }

    /// <summary>Whether it has a shape and no data.</summary>
    public bool IsMeta => Storage is null && Sparse is null && Nested is null;

    /// <summary>The name that it was written under, where its file says that this is another name of the same tensor; else null.</summary>
    internal string? TiedTo { get; init; }

    /// <summary>How it is spread over several processes; null if it is not.</summary>
    internal SpreadInfo? Spread { get; init; }

    /// <summary>The piece of it that the file has, where that is not the whole; else null.</summary>
    internal TensorInfo? Piece { get; init; }

    /// <summary>Whether the file has one process's piece of it only, beside it: its own shape is the whole's.</summary>
    internal bool IsSpread => Spread is not null && IsMeta;

    /// <summary>Why it has no data; null if it has.</summary>
    internal string? WhyNoData => !IsMeta ? null
        : Spread is { IsPartial: true } && Piece is null ? "a sum that its processes still owe, which nobody here adds up"
        : IsSpread ? "spread over several processes, of which this file has one's piece" : "no data";

    /// <summary>The elements of the storage from the first that it views to behind the last; nothing where it has no elements.</summary>
    public (long Start, long End) StorageRange
    {
        get
        {
            long last = StorageOffset;
            for (int i = 0; i < ShapeArray.Length; i++)
            {
                if (ShapeArray[i] == 0) return (0, 0);
                last += (ShapeArray[i] - 1) * StrideArray[i];
            }
            return (StorageOffset, last + 1);
        }
    }

    /// <summary>A run of its storage as a tensor of the same dtype with one dimension: what several views of it have in common can be read
    /// once.</summary>
    /// <param name="start">The first element, counted from the storage's.</param>
    /// <param name="count">The number of elements.</param>
    /// <exception cref="InvalidOperationException">It has no storage, or several numbers in a byte.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The run is not inside of the storage.</exception>
    public TensorInfo Run(long start, long count)
    {
        if (Storage is null || DType.ValuesPerByte > 1) throw new InvalidOperationException($"There is no run of elements of {this}.");
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Storage.ByteLength / DType.ItemSize - start);
        return new TensorInfo(DType, [count], [1], start, Storage);
    }
}
