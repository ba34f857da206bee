namespace SafeLoad.Values;

/// <summary>A storage as a value of a pickle, seen as elements of a dtype.</summary>
internal sealed class PyStorage : PyReference
{
    internal PyStorage(StorageInfo info, DType dtype) : base(PyKind.Storage)
    {
        Info = info;
        DType = dtype;
    }

    /// <summary>The storage.</summary>
    public StorageInfo Info { get; }

    internal override (StorageInfo Storage, DType DType)? OwnStorage => (Info, DType);

    /// <summary>The dtype of this reference; <see cref="DType.UInt8"/> for an untyped one.</summary>
    public DType DType { get; }

    /// <summary>The number of elements of <see cref="DType"/>.</summary>
    public long ElementCount => Info.ByteLength / DType.ItemSize;
}
