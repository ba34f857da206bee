using System.Buffers;
using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace SafeLoad.Tensors;

/// <summary>Elements of any real dtype as float32.</summary>
internal static class SingleConverter
{
    private delegate void Conversion(ReadOnlySpan<byte> bytes, Span<float> result);

    /// <summary>Whether elements of a dtype convert.</summary>
    public static bool IsPossible(DType dtype) => Find(dtype) is not null;

    public static float[] Convert(TensorInfo tensor)
    {
        Conversion convert = Find(tensor.DType)
            ?? throw new InvalidOperationException(
                $"Elements of {tensor.DType} do not convert to float32; OpenStream and CopyTo give their bytes.");
        long count = tensor.ElementCount;
        if (count > Array.MaxLength)
            throw new InvalidOperationException(
                $"The tensor has {count} elements, more than an array holds; OpenStream reads it in pieces.");
        var reader = new TensorReader(tensor);
        var result = new float[count];
        int itemSize = tensor.DType.ItemSize;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        for (int done = 0; done < result.Length;)
        {
            int part = Math.Min((1 << 16) / itemSize, result.Length - done);
            Span<byte> bytes = buffer.AsSpan(0, part * itemSize);
            reader.Read(bytes);
            convert(bytes, result.AsSpan(done, part));
            done += part;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return result;
    }

    private static Conversion? Find(DType dtype)
    {
        if (dtype == DType.Float32) return static (bytes, result) => MemoryMarshal.Cast<byte, float>(bytes).CopyTo(result);
        if (dtype == DType.Float16)
            return static (bytes, result) => TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), result);
        if (dtype == DType.BFloat16)
            return static (bytes, result) => Each<ushort>(bytes, result, static bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));
        if (dtype == DType.Float64) return static (bytes, result) => Each<double>(bytes, result, static value => (float)value);
        if (dtype == DType.Int64) return static (bytes, result) => Each<long>(bytes, result, static value => value);
        if (dtype == DType.Int32) return static (bytes, result) => Each<int>(bytes, result, static value => value);
        if (dtype == DType.Int16) return static (bytes, result) => Each<short>(bytes, result, static value => value);
        if (dtype == DType.Int8) return static (bytes, result) => Each<sbyte>(bytes, result, static value => value);
        if (dtype == DType.UInt8) return static (bytes, result) => Each<byte>(bytes, result, static value => value);
        if (dtype == DType.UInt16) return static (bytes, result) => Each<ushort>(bytes, result, static value => value);
        if (dtype == DType.UInt32) return static (bytes, result) => Each<uint>(bytes, result, static value => value);
        if (dtype == DType.UInt64) return static (bytes, result) => Each<ulong>(bytes, result, static value => value);
        if (dtype == DType.Bool) return static (bytes, result) => Each<byte>(bytes, result, static value => value == 0 ? 0f : 1f);
        if (Float8.TableOf(dtype) is { } table) return (bytes, result) => Each<byte>(bytes, result, value => table[value]);
        return null;
    }

    private static void Each<T>(ReadOnlySpan<byte> bytes, Span<float> result, Func<T, float> convert) where T : unmanaged
    {
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < values.Length; i++) result[i] = convert(values[i]);
    }
}
