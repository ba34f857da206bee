using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SafeLoad.Tensors;

namespace SafeLoad;

/// <summary>
/// A tensor: what it is, proven to lie inside its storage when the checkpoint was opened. Its bytes are read when asked for.
/// </summary>
/// <remarks>Belongs to its checkpoint and needs it to be open; what is read out belongs to the caller.</remarks>
public sealed partial record TensorInfo
{
    internal TensorInfo(DType dtype, long[] shape, long[] strides, long storageOffset, StorageInfo? storage)
    {
        DType = dtype;
        ShapeArray = shape;
        StrideArray = strides;
        StorageOffset = storageOffset;
        Storage = storage;
        Device = storage?.Location ?? "meta";
    }

    /// <summary>A tensor of the caller's own, to be written: row by row, without gaps.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The size of each dimension; none for a scalar.</param>
    /// <param name="content">Its bytes, little-endian; read when the tensor is, and the caller's to dispose afterwards.</param>
    /// <param name="isParameter">Whether PyTorch gets it as a <c>torch.nn.Parameter</c>.</param>
    /// <param name="requiresGrad">Whether PyTorch computes gradients for it.</param>
    /// <exception cref="ArgumentException">A size is negative, or the source has not as many bytes as the shape has elements.</exception>
    /// <exception cref="OverflowException">The sizes are too large.</exception>
    public static TensorInfo Create(DType dtype, ReadOnlySpan<long> shape, ByteSource content, bool isParameter =
        false, bool requiresGrad = false)
    {
        ArgumentNullException.ThrowIfNull(dtype);
        ArgumentNullException.ThrowIfNull(content);
        long count = 1;
        foreach (long size in shape)
            count = checked(count * (size >= 0 ? size : throw new ArgumentException("A size is negative.", nameof(shape))));
        if (checked(count * dtype.ItemSize) != content.Length)
            throw new ArgumentException(
                $"The shape has {count} elements of {dtype.ItemSize} bytes; the source has {content.Length} bytes.", nameof(content));
        long[] sizes = shape.ToArray();
        var storage = new StorageInfo(content.Name ?? "memory", dtype, "cpu", content.Length, content);
        return new TensorInfo(dtype, sizes, TensorBounds.ContiguousStrides(sizes), 0, storage) { IsParameter = isParameter, RequiresGrad =
            requiresGrad };
    }

    /// <summary>A tensor of the caller's own bytes, to be written: row by row, without gaps.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The size of each dimension; none for a scalar.</param>
    /// <param name="content">Its bytes, little-endian; not copied, must not change until it is written.</param>
    /// <exception cref="ArgumentException">A size is negative, or there are not as many bytes as the shape has elements.</exception>
    /// <exception cref="OverflowException">The sizes are too large.</exception>
    public static TensorInfo Create(DType dtype, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> content) =>
        Create(dtype, shape, new SafeLoad.IO.MemoryByteSource(content));

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The size of each dimension; empty for a scalar.</summary>
    public ReadOnlySpan<long> Shape => ShapeArray;

    /// <summary>Elements from one index of a dimension to the next; empty for sparse and nested tensors.</summary>
    public ReadOnlySpan<long> Strides => StrideArray;

    /// <summary>Where the tensor begins in its storage, in elements.</summary>
    public long StorageOffset { get; }

    /// <summary>The storage that the tensor views; null for sparse, nested and meta tensors, which have none of their own.</summary>
    public StorageInfo? Storage { get; }

    internal TensorLayout Layout { get; init; }

    /// <summary>The layout as PyTorch prints it: <c>torch.strided</c>, <c>torch.sparse_coo</c> ….</summary>
    public string LayoutName => Layout.NameOf();

    /// <summary>The device as the file has it: <c>cpu</c>, <c>cuda:0</c>, <c>meta</c> … Chosen by the file.</summary>
    public string Device { get; internal init; }

    /// <summary>Whether PyTorch would compute gradients for it.</summary>
    public bool RequiresGrad { get; internal init; }

    /// <summary>Whether it is a <c>torch.nn.Parameter</c>.</summary>
    public bool IsParameter { get; internal init; }

    /// <summary>Whether the storage holds the complex conjugate of the tensor; reading resolves it.</summary>
    public bool IsConjugate { get; internal init; }

    /// <summary>Whether the storage holds the negative of the tensor; reading resolves it.</summary>
    public bool IsNegative { get; internal init; }

    /// <summary>The number of elements.</summary>
    public long ElementCount
    {
        get
        {
            long count = 1;
            foreach (long size in ShapeArray) count *= size;
            return count;
        }
    }

    /// <summary>The number of bytes of the elements, in order and without gaps; for several values a byte, of the whole storage.</summary>
    public long ByteLength => DType.ValuesPerByte > 1 && Storage is not null ? Storage.ByteLength : ElementCount * DType.ItemSize;

    internal long[] ShapeArray { get; }

    internal long[] StrideArray { get; }

    /// <summary>Whether the elements lie in the storage in order and without gaps.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int i = ShapeArray.Length - 1; i >= 0; i--)
            {
                if (ShapeArray[i] == 0) return true;
                if (ShapeArray[i] != 1 && StrideArray[i] != expected) return false;
                expected *= ShapeArray[i];
            }
            return true;
        }
    }

    /// <summary>A stream over the elements in order, little-endian, conjugation and negation resolved. For tensors of any size.</summary>
    /// <exception cref="InvalidOperationException">The tensor is sparse, nested or meta: read its parts.</exception>
    public Stream OpenStream() => new TensorStream(new TensorReader(this), DType.ItemSize);

    /// <summary>Copies the elements in order, little-endian, conjugation and negation resolved.</summary>
    /// <param name="destination">At least <see cref="ByteLength"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="InvalidOperationException">The tensor is sparse, nested or meta: read its parts.</exception>
    /// <exception cref="MalformedCheckpointException">The bytes do not match their checksum (SL1105),
    /// or the file has changed (SL9002).</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < ByteLength)
            throw new ArgumentException(
                $"The tensor has {ByteLength} bytes; the destination holds {destination.Length}.", nameof(destination));
        new TensorReader(this).Read(destination[..(int)ByteLength]);
    }

    /// <summary>The elements as an array.</summary>
    /// <typeparam name="T">The .NET type of the dtype: <see cref="float"/> for float32,
    /// <see cref="Half"/> for float16, <see cref="ushort"/> for bfloat16's bits, <see cref="byte"/> for every dtype of one byte, …;
    /// its size must be the dtype's.</typeparam>
    /// <exception cref="InvalidOperationException">T does not fit the dtype, the tensor has no data of its own,
    /// or more than an array holds.</exception>
    /// <exception cref="MalformedCheckpointException">The bytes do not match their checksum (SL1105),
    /// or the file has changed (SL9002).</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        if (!ElementTypes.Fits<T>(DType))
            throw new InvalidOperationException($"Elements of {DType} are not read as {typeof(T).Name}; ToSingles converts.");
        long count = ByteLength / Unsafe.SizeOf<T>();
        if (count > Array.MaxLength)
            throw new InvalidOperationException(
                $"The tensor has {count} elements, more than an array holds; OpenStream reads it in pieces.");
        var reader = new TensorReader(this);
        var array = new T[count];
        // Past 2 GB the bytes of one array do not fit one span.
        for (long done = 0; done < count;)
        {
            int part = (int)Math.Min(count - done, 1 << 24);
            reader.Read(MemoryMarshal.AsBytes(array.AsSpan((int)done, part)));
            done += part;
        }
        return array;
    }

    /// <summary>The elements as float32: bfloat16, float16 and float8 widened exactly; float64 and integers rounded to nearest;
    /// bool as 0 and 1.</summary>
    /// <exception cref="InvalidOperationException">The dtype is complex, quantized or bits, the tensor has no data of its own,
    /// or more than an array holds.</exception>
    /// <exception cref="MalformedCheckpointException">The bytes do not match their checksum (SL1105),
    /// or the file has changed (SL9002).</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public float[] ToSingles() => SingleConverter.Convert(this);

    /// <summary>The elements as a tensor of System.Numerics.Tensors with the same shape; a scalar becomes <c>[1]</c>, since a tensor
    /// without dimensions has no elements there.</summary>
    /// <typeparam name="T">As for <see cref="ToArray{T}"/>.</typeparam>
    /// <exception cref="InvalidOperationException">As for <see cref="ToArray{T}"/>.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public Tensor<T> ToTensor<T>() where T : unmanaged
    {
        // A tensor of rank 0 has no elements there: a scalar would lose its value.
        if (ShapeArray.Length == 0) return Tensor.Create(ToArray<T>(), [1]);
        var lengths = new nint[ShapeArray.Length];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = checked((nint)ShapeArray[i]);
        return Tensor.Create(ToArray<T>(), lengths);
    }

    /// <summary>The elements' bytes without a copy, where the checkpoint was opened from memory and the elements lie there in order,
    /// little-endian.</summary>
    /// <returns>Whether <paramref name="memory"/> holds them; valid while the checkpoint is open.</returns>
    public bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        return Storage is { IsBigEndian: false } && !IsConjugate && !IsNegative && IsContiguous && DType.ValuesPerByte == 1
            && ByteLength <= int.MaxValue
            && Storage.TryGetMemory(StorageOffset * DType.ItemSize, (int)ByteLength, out memory);
    }

    /// <summary>Dtype and shape: <c>float32[512, 512]</c>.</summary>
    public override string ToString() => $"{DType.Name}[{string.Join(", ", ShapeArray)}]";
}
