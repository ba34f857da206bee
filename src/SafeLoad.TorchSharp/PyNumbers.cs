using System.Buffers.Binary;
using SafeLoad.Values;

namespace SafeLoad.TorchSharp;

/// <summary>Numbers as training programs save them: Python's, NumPy's scalars, tensors of one element; at full precision.</summary>
internal static class PyNumbers
{
    // What a double holds exactly; a count of steps beyond it is none.
    private const double LargestCount = 1L << 53;

    /// <summary>A number; null if it is none. NaN and infinities are numbers here.</summary>
    public static double? Read(PyValue value) => value.Kind switch
    {
        PyKind.Int => value.AsInt64(),
        PyKind.Float => value.AsDouble(),
        PyKind.Tensor => Read(value.AsTensor()),
        PyKind.Array when value.Reference is PyArray { IsScalar: true } scalar => Read(scalar),
        _ => null,
    };

    /// <summary>A finite number; null otherwise.</summary>
    public static double? Finite(PyValue value) => Read(value) is { } number && double.IsFinite(number) ? number : null;

    /// <summary>A count: whole, from 0 on; null otherwise.</summary>
    public static long? Count(PyValue value) =>
        Read(value) is { } number && number >= 0 && number <= LargestCount && Math.Floor(number) == number ? (long)number : null;

    /// <summary>A bool, as which old files have 0 and 1 too; null otherwise.</summary>
    public static bool? Flag(PyValue value) => value.Kind switch
    {
        PyKind.Bool => value.AsBool(),
        PyKind.Int when value.AsInt64() is 0 or 1 => value.AsInt64() == 1,
        _ => null,
    };

    /// <summary>The items of a list or tuple; null if it is neither.</summary>
    public static IReadOnlyList<PyValue>? Items(PyValue value) =>
        value.Reference is PyList or PyTuple ? (IReadOnlyList<PyValue>)value.Reference : null;

    /// <summary>What a value is, for a message.</summary>
    public static string Describe(PyValue value) =>
        value.Kind != PyKind.Tensor ? value.ToString() : Read(value) is { } number ? FormattableString.Invariant($"tensor({number})")
        : value.AsTensor().ToString();

    private static double? Read(TensorInfo tensor)
    {
        if (tensor is not { ElementCount: 1, Storage: not null, Quantization: null } || tensor.DType.IsComplex
            || tensor.DType == DType.Bool) return null;
        if (tensor.DType == DType.Float64) return tensor.ToArray<double>()[0];
        if (tensor.DType == DType.Int64) return tensor.ToArray<long>()[0];
        if (tensor.DType == DType.Int32) return tensor.ToArray<int>()[0];
        return tensor.DType.IsFloatingPoint ? tensor.ToSingles()[0] : null;
    }

    private static double? Read(PyArray scalar)
    {
        return scalar.DTypeName switch
        {
            "<f8" => BinaryPrimitives.ReadDoubleLittleEndian(scalar.ToBytes()),
            "<i8" => BinaryPrimitives.ReadInt64LittleEndian(scalar.ToBytes()),
            "<f4" => BinaryPrimitives.ReadSingleLittleEndian(scalar.ToBytes()),
            _ => null,
        };
    }
}
