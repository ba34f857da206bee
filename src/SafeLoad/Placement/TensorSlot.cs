namespace SafeLoad.Placement;

/// <summary>A place for a tensor: what a target has under a name.</summary>
/// <param name="name">The name, unique in its target.</param>
/// <param name="dtype">The element type.</param>
/// <param name="shape">The size of each dimension; empty for a scalar. Copied.</param>
public sealed class TensorSlot(string name, DType dtype, ReadOnlySpan<long> shape)
{
    private readonly long[] _shape = shape.ToArray();

    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The element type.</summary>
    public DType DType { get; } = dtype;

    /// <summary>The size of each dimension; empty for a scalar.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>The device that the tensor goes to: <c>cpu</c>, <c>cuda:0</c> …; null where the target has its own.</summary>
    public string? Device { get; init; }

    /// <summary>A name for the memory, equal for slots that are the same memory: tied weights. One of them that is filled fills all.
    /// Null: memory of its own.</summary>
    public string? SameAs { get; init; }

    /// <summary>The number of bytes of all elements.</summary>
    /// <exception cref="OverflowException">They are more than 2^63.</exception>
    public long ByteLength
    {
        get
        {
            // Without elements the other sizes mean nothing, and may be of any size.
            if (_shape.AsSpan().Contains(0)) return 0;
            long count = DType.ItemSize;
            foreach (long size in _shape) count = checked(count * size);
            return count;
        }
    }

    /// <summary>Dtype and shape: <c>float32[512, 512]</c>.</summary>
    public override string ToString() => $"{DType.Name}[{string.Join(", ", _shape)}]";
}
