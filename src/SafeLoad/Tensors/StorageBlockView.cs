namespace SafeLoad.Tensors;

/// <summary>A tensor as a view of a <see cref="StorageBlock"/>.</summary>
public sealed class StorageBlockView
{
    private readonly long[] _strides;

    internal StorageBlockView(string name, TensorInfo tensor, long offset, long[] strides)
    {
        Name = name;
        Tensor = tensor;
        Offset = offset;
        _strides = strides;
    }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>The tensor.</summary>
    public TensorInfo Tensor { get; }

    /// <summary>Its first element, counted from the block's.</summary>
    public long Offset { get; }

    /// <summary>Elements of the block from one index of a dimension to the next.</summary>
    public ReadOnlySpan<long> Strides => _strides;
}
