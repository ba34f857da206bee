using SafeLoad.IO;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>The bytes of NumPy arrays and scalars out of a pickle.</summary>
internal static class NumpyData
{
    /// <summary>Bytes that a pickle holds, as a storage; exactly as many as the elements take.</summary>
    public static StorageInfo Read(in RebuildArguments arguments, int index, long count, NumpyDType dtype)
    {
        PyValue data = arguments[index];
        ReadOnlyMemory<byte> bytes;
        if (data.Kind is PyKind.Bytes or PyKind.ByteArray) bytes = ((PyBuffer)data.RawReference!).Bytes.AsMemory(data.Offset, data.Length);
        // Python 2 wrote str; it holds the bytes as Latin-1 when it came through an encoding.
        else if (data.Is(PyKind.Str)) bytes = Latin1.Encode(data, arguments);
        else throw arguments.Wrong(index, "bytes");
        if ((Int128)count * dtype.ItemSize != bytes.Length)
            throw arguments.Bad(FormattableString.Invariant($"{bytes.Length:N0} bytes for {count:N0} elements of {dtype.Text}"));
        return Storage(bytes);
    }

    public static StorageInfo Storage(ReadOnlyMemory<byte> bytes) => new("", DType.UInt8, "cpu", bytes.Length, new MemoryByteSource(bytes));
}
