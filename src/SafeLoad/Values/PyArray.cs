using SafeLoad.Tensors;

namespace SafeLoad.Values;

/// <summary>A NumPy array or scalar. Its bytes stay where they are until they are read.</summary>
/// <remarks>Belongs to its checkpoint and needs it to be open.</remarks>
public sealed class PyArray : PyReference
{
    private long[] _shape;
    private long[] _strides;
    private StorageInfo _storage;
    private TensorInfo? _tensor;

    internal PyArray(NumpyDType dtype, long[] shape, bool fortranOrder, StorageInfo storage, bool isScalar = false) : base(PyKind.Array)
    {
        DType = dtype;
        IsScalar = isScalar;
        (_shape, _strides, _storage) = (shape, StridesOf(shape, fortranOrder), storage);
    }

    /// <summary>The element type as <c>numpy.dtype.str</c> has it: <c>&lt;f8</c>, <c>|V20</c>, <c>&lt;U3</c>, <c>&lt;M8[D]</c>; <c>|O</c>
    /// for Python objects.</summary>
    public string DTypeName => DType.Text;

    internal NumpyDType DType { get; private set; }

    /// <summary>The size of each dimension; empty for a scalar.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>Whether it is a scalar (<c>numpy.float64</c>) and not an array.</summary>
    public bool IsScalar { get; }

    /// <summary><c>numpy.ndarray</c>, or the scalar's type.</summary>
    public string TypeName => IsScalar ? "numpy." + DType.ScalarName : "numpy.ndarray";

    internal override string OwnTypeName => TypeName;

    internal StorageInfo Storage => _storage;

    internal ReadOnlySpan<long> Strides => _strides;

    // Where the tensor over its bytes is kept once somebody has asked for it.
    internal ref TensorInfo? Tensor => ref _tensor;

    /// <summary>The number of elements.</summary>
    public long ElementCount => _shape.Aggregate(1L, static (count, size) => count * size);

    /// <summary>The number of bytes of all elements.</summary>
    public long ByteLength => ElementCount * DType.ItemSize;

    /// <summary>The items of an array of Python objects, which has no bytes; else null.</summary>
    public PyList? Objects { get; private set; }

    /// <summary>A stream over the elements in C order, in the byte order of <see cref="DTypeName"/>.</summary>
    /// <exception cref="InvalidOperationException">The array holds objects.</exception>
    /// <exception cref="ObjectDisposedException">When read after the checkpoint is disposed.</exception>
    public Stream OpenStream() =>
        DType.HasObjects ? throw new InvalidOperationException("An array of objects has no bytes; see Objects.")
        : DType.ItemSize == 0 ? new MemoryStream([], writable: false)
        : new TensorStream(new TensorReader(_storage, _shape, _strides, 0, DType.ItemSize), DType.ItemSize);

    /// <summary>The elements' bytes in C order, in the byte order of <see cref="DTypeName"/>.</summary>
    /// <exception cref="InvalidOperationException">There are more than an array holds.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public byte[] ToBytes()
    {
        if (ByteLength > Array.MaxLength)
            throw new InvalidOperationException(
                $"The array has {ByteLength} bytes, more than an array holds; OpenStream reads it in pieces.");
        byte[] bytes = new byte[ByteLength];
        using Stream stream = OpenStream();
        stream.ReadExactly(bytes);
        return bytes;
    }

    internal void Fill(NumpyDType dtype, long[] shape, bool fortranOrder, StorageInfo storage) =>
        (DType, _shape, _strides, _storage) = (dtype, shape, StridesOf(shape, fortranOrder), storage);

    internal void Fill(NumpyDType dtype, long[] shape, PyList objects)
    {
        Fill(dtype, shape, fortranOrder: false, _storage);
        Objects = objects;
    }

    private static long[] StridesOf(long[] shape, bool fortranOrder)
    {
        if (!fortranOrder) return TensorBounds.ContiguousStrides(shape);
        long[] reversed = TensorBounds.ContiguousStrides(Enumerable.Reverse(shape).ToArray());
        Array.Reverse(reversed);
        return reversed;
    }
}
